package dev.darkroom.guards;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.JobPayload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.Optional;

/** A job table without {@link Guard#RECORD_WITH_JOB}. */
@Decorator
@Priority(100)
abstract class InsertingSeparately implements JobMoves {

    private final JobMoves delegate;

    InsertingSeparately(@Delegate JobMoves delegate) {
        this.delegate = delegate;
    }

    @Override
    public Optional<Job> insert(JobKind<?> kind, JobPayload payload) {
        return Guard.RECORD_WITH_JOB.isRemoved()
                ? QuarkusTransaction.requiringNew().call(() -> delegate.insert(kind, payload))
                : delegate.insert(kind, payload);
    }
}
