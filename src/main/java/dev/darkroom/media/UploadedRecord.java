package dev.darkroom.media;

import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A record about an uploaded file. */
@MappedSuperclass
public abstract class UploadedRecord extends TrackedRecord {

    public UUID ownerId;
    public String name;
    public String contentHash;

    /** The size of the upright picture, in pixels. */
    public int width;

    public int height;

    public String warning;

    /** The name of the store that has its files. */
    String storage;

    protected UploadedRecord() {}

    protected UploadedRecord(UploadType.Stored<?> stored, UUID ownerId, WorkState work) {
        super(stored.id(), work);
        this.storage = stored.storage();
        this.ownerId = ownerId;
        this.name = stored.name();
        this.contentHash = stored.contentHash();
    }

    /** Returns the owner's records in the order of the ids. */
    public static <R extends UploadedRecord> List<R> find(Class<R> type, Collection<UUID> ids, UUID owner) {
        List<UUID> order = List.copyOf(ids);
        return query(type, "id in ?2", owner).setParameter(2, ids).getResultList().stream()
                .sorted(Comparator.comparing(record -> order.indexOf(record.id)))
                .toList();
    }

    /** Returns the owner's latest records, the newest first. */
    public static <R extends UploadedRecord> List<R> findLatest(Class<R> type, UUID owner, int limit) {
        return query(type, "1 = 1 order by work.acceptedAt desc, id", owner)
                .setMaxResults(limit)
                .getResultList();
    }

    private static <R extends UploadedRecord> TypedQuery<R> query(Class<R> type, String condition, UUID owner) {
        String query = "from %s where ownerId = ?1 and %s".formatted(type.getName(), condition);
        return Panache.getEntityManager().createQuery(query, type).setParameter(1, owner);
    }

    /** Returns the configured store if it has the files of this record. Throws {@link FileStoreFailure} otherwise. */
    public FileStore in(FileStore configured) {
        if (!storage.equals(configured.name())) {
            throw new FileStoreFailure("The file is in the storage \"%s\", and this server is set to \"%s\"."
                    .formatted(storage, configured.name()));
        }
        return configured;
    }

    /** The names of the files that it needs when its work has ended. */
    public abstract Set<String> lastingFiles();

    @Override
    public String title() {
        return name;
    }

    @Override
    public String warning() {
        return warning;
    }
}
