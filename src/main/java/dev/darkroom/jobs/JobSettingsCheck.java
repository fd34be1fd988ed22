package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses, at the start and with a sentence, settings that cannot work together. */
@ApplicationScoped
class JobSettingsCheck {

    void check(@Observes StartupEvent event, JobSettings jobs, LaneSettings lanes) {
        demand(
                jobs.lease().compareTo(jobs.heartbeat().multipliedBy(2)) >= 0,
                "darkroom.jobs.lease (%s) must be at least twice darkroom.jobs.heartbeat (%s), or one late heartbeat loses the job."
                        .formatted(jobs.lease(), jobs.heartbeat()));
        demand(jobs.maxAttempts() >= 1, "darkroom.jobs.max-attempts must be at least 1.");
        demand(!jobs.backoffBase().isNegative(), "darkroom.jobs.backoff-base must not be negative.");
        for (Lane lane : Lane.values()) {
            demand(
                    lanes.lanes().containsKey(lane.label()) && lanes.concurrency(lane) >= 1,
                    "darkroom.lanes.%s.concurrency must be at least 1.".formatted(lane.label()));
        }
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }
}
