package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.UUID;

/** How many photos, and how many bytes of originals, are kept for one user. */
@ApplicationScoped
class Quota {

    private final QuotaSettings settings;
    private final EntityManager database;

    Quota(QuotaSettings settings, EntityManager database) {
        this.settings = settings;
        this.database = database;
    }

    /**
     * What is left for a user, who gets nothing else accepted until this transaction ends: two uploads at the same time
     * would both find the same room. The lock is waited for before anything is counted, so that who comes second counts
     * what the first has committed.
     */
    @Transactional(TxType.MANDATORY)
    Room roomOf(UUID owner) {
        oneAtATime(owner);
        Object[] kept = (Object[]) database.createNativeQuery(
                        "SELECT count(*), CAST(coalesce(sum(bytes), 0) AS bigint) FROM photo WHERE owner_id = :owner")
                .setParameter("owner", owner)
                .getSingleResult();
        return new Room(settings.photos(), settings.bytes().asLongValue(), (long) kept[0], (long) kept[1]);
    }

    private void oneAtATime(UUID owner) {
        database.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:quota, 0))")
                .setParameter("quota", "quota " + owner)
                .getSingleResult();
    }

    /** What one user may still add, in one transaction. */
    static final class Room {

        private final long mostPhotos;
        private final long mostBytes;
        private long photos;
        private long bytes;

        Room(long mostPhotos, long mostBytes, long photos, long bytes) {
            this.mostPhotos = mostPhotos;
            this.mostBytes = mostBytes;
            this.photos = photos;
            this.bytes = bytes;
        }

        /** @throws UploadRefused if it does not fit; another one that is smaller may */
        void take(long size) {
            if (photos >= mostPhotos) {
                throw UploadRejected.tooMany(mostPhotos);
            }
            if (bytes + size > mostBytes) {
                throw UploadRejected.noRoom(size, mostBytes - bytes, mostBytes);
            }
            photos++;
            bytes += size;
        }
    }
}
