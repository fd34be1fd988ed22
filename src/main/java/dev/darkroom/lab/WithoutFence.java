package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.Settlement;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Optional;

/** A guard taken out: who says that it is done, is believed. */
@Decorator
@Priority(2)
abstract class WithoutFence implements Settlement {

    private static final String COMPLETE = "UPDATE job SET state = 'COMPLETE', finished_at = now(), worker = NULL,"
            + " lease_token = NULL, leased_until = NULL WHERE id = ? RETURNING *";

    private final Settlement delegate;
    private final ArmedFaults faults;
    private final EntityManager database;

    WithoutFence(@Delegate Settlement delegate, ArmedFaults faults, EntityManager database) {
        this.delegate = delegate;
        this.faults = faults;
        this.database = database;
    }

    @Override
    public Optional<Job> complete(JobContext run) {
        if (!faults.isArmed(Fault.WITHOUT_FENCE)) {
            return delegate.complete(run);
        }
        Query query = database.createNativeQuery(COMPLETE, Job.class).setParameter(1, run.job());
        return Optional.of((Job) query.getSingleResult());
    }
}
