package dev.darkroom.guards;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.JobPayload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.List;

/** A job table without {@link Guard#RECORD_WITH_JOB}. */
@Decorator
@Priority(100)
abstract class InsertingSeparately implements JobMoves {

    private final JobMoves delegate;

    InsertingSeparately(@Delegate JobMoves delegate) {
        this.delegate = delegate;
    }

    @Override
    public <P extends JobPayload> List<Job> insert(JobKind<P> kind, List<P> payloads) {
        return Guard.RECORD_WITH_JOB.isRemoved()
                ? QuarkusTransaction.requiringNew().call(() -> delegate.insert(kind, payloads))
                : delegate.insert(kind, payloads);
    }
}
