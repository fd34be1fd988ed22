package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.Timeline;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Optional;

/** What follows a commit in a transaction of its own, if the process lives to see it. */
@FunctionalInterface
interface SecondWrite {

    Optional<Job> write();

    /** Does it. */
    @ApplicationScoped
    class Later {

        private final CrashPoints points;
        private final Timeline timeline;

        Later(CrashPoints points, Timeline timeline) {
            this.points = points;
            this.timeline = timeline;
        }

        void follow(@Observes(during = TransactionPhase.AFTER_SUCCESS) SecondWrite second) {
            points.reach(CrashPoint.BETWEEN_WRITES);
            QuarkusTransaction.requiringNew()
                    .run(() -> second.write().ifPresent(job -> timeline.note(job, Step.QUEUED, null)));
        }
    }
}
