package dev.darkroom.media;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Deletes records with their jobs and files, and sweeps the files that killed processes left behind. */
@ApplicationScoped
public class RecordDeletion {

    /** Far longer than any run or request takes: younger files may still be in use. */
    private static final Duration AGE = Duration.ofHours(1);

    private final Jobs jobs;
    private final EntityManager database;
    private final List<StoredType> types;
    private final Path uploads;

    RecordDeletion(
            Jobs jobs,
            EntityManager database,
            @All List<StoredType> types,
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.jobs = jobs;
        this.database = database;
        this.types = types;
        this.uploads = uploads;
    }

    /** A type of records with files, whose feature produces this bean. */
    public record StoredType(Class<? extends UploadedRecord> entity, JobKind<?> kind, FileStore files) {}

    /** Removes the files last. If the process dies before that, the sweep removes them. */
    public void delete(TrackedRecord record, FileStore files) {
        deleteRecord(record);
        files.delete(record.id());
    }

    /** Locks the job before the record, as settling does. */
    @Transactional
    void deleteRecord(TrackedRecord record) {
        jobs.withdraw(record.kind(), record.id().toString());
        // Not an entity: another request may delete it at the same time.
        database.createQuery("delete from " + record.getClass().getName() + " where id = ?1")
                .setParameter(1, record.id())
                .executeUpdate();
    }

    /** Runs in the caller's transaction, so the files are left to the sweep. */
    void deleteAll(@Observes GuestExpired visitor) {
        types.stream()
                .flatMap(type -> database
                        .createQuery("from " + type.entity().getName() + " where ownerId = ?1", TrackedRecord.class)
                        .setParameter(1, visitor.id())
                        .getResultList()
                        .stream())
                .forEach(this::deleteRecord);
    }

    @Scheduled(every = "1h", delayed = "1m")
    void sweep() {
        types.forEach(this::sweep);
        sweepUploads();
    }

    private void sweep(StoredType type) {
        try {
            type.files().sweep(AGE, id -> QuarkusTransaction.requiringNew().call(() -> named(type, id)));
        } catch (FileStore.FileStoreFailure e) {
            Log.warnf("the sweep has to wait: %s", e.getMessage());
        }
    }

    /** Any file may be needed while the work may go on. */
    private Optional<Predicate<String>> named(StoredType type, UUID id) {
        UploadedRecord record = database.find(type.entity(), id);
        if (record != null && !record.work().mayGoOn()) {
            return Optional.of(record.lastingFiles()::contains);
        }
        boolean unfinished = record != null
                || Job.find(type.kind(), id.toString())
                        .filter(job -> job.finishedAt == null)
                        .isPresent();
        return unfinished ? Optional.of(name -> true) : Optional.empty();
    }

    /** The server removes an upload when its request ends, unless the process dies first. */
    private void sweepUploads() {
        long limit = System.currentTimeMillis() - AGE.toMillis();
        File[] old = uploads.toFile().listFiles(file -> file.lastModified() < limit);
        Stream.ofNullable(old).flatMap(Stream::of).forEach(File::delete);
    }
}
