package dev.darkroom.jobs;

import dev.darkroom.account.WelcomeMail;
import dev.darkroom.status.TrackedRecordHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** A job of the benchmark. Its work is to be counted. */
record NumberedJob(int number) implements JobPayload {

    static final JobKind<NumberedJob> ALONE = kind("numbered");
    static final JobKind<NumberedJob> WITH_RECORD = kind("numbered-with-record");

    private static JobKind<NumberedJob> kind(String name) {
        return new JobKind<>(name, NumberedJob.class, Lane.MAIL, Duration.ofSeconds(30));
    }

    /** The number as a UUID, which is also the id of its record. */
    @Override
    public String key() {
        return new UUID(0, number).toString();
    }

    @Override
    public String owner() {
        return "benchmark";
    }

    @Override
    public String subject() {
        return "/";
    }

    @ApplicationScoped
    static class Handler implements JobHandler<NumberedJob, Void> {

        @Override
        public JobKind<NumberedJob> kind() {
            return ALONE;
        }

        @Override
        public Void perform(NumberedJob job, JobContext run) {
            Benchmark.count(job.number());
            return null;
        }
    }

    /** Moves a welcome mail when its run has succeeded, as the application does. */
    @ApplicationScoped
    static class HandlerWithRecord implements TrackedRecordHandler<NumberedJob, Void> {

        private final EntityManager database;

        HandlerWithRecord(EntityManager database) {
            this.database = database;
        }

        @Override
        public JobKind<NumberedJob> kind() {
            return WITH_RECORD;
        }

        @Override
        public Optional<WelcomeMail> record(UUID id) {
            return Optional.ofNullable(database.find(WelcomeMail.class, id));
        }

        @Override
        public void read(List<UUID> ids) {
            database.unwrap(Session.class).findMultiple(WelcomeMail.class, ids);
        }

        @Override
        public Void perform(NumberedJob job, JobContext run) {
            Benchmark.count(job.number());
            return null;
        }
    }
}
