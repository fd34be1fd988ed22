package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of jobs. Durations are written as {@code 600ms}, {@code 30s}, {@code 1m} or {@code 7d}. */
@ConfigMapping(prefix = "darkroom.jobs")
interface JobSettings {

    /** The time for which a claim holds without a heartbeat. */
    @WithDefault("10s")
    Duration lease();

    @WithDefault("3s")
    Duration heartbeat();

    /** The rest of a lease when its holder has missed two heartbeats. */
    default Duration silentLease() {
        return lease().minus(heartbeat().multipliedBy(2));
    }

    /** Longer than any lease, even of a process with another setting, or of a rescue that is postponed. */
    default Duration longestLease() {
        return lease().multipliedBy(2).plusSeconds(10);
    }

    @WithDefault("10")
    int maxAttempts();

    /** The longest wait before the second attempt; it doubles with each further one. */
    @WithDefault("2s")
    Duration backoffBase();

    @WithDefault("1m")
    Duration backoffCap();

    @WithDefault("7d")
    Duration retention();

    @WithDefault("1s")
    Duration poll();

    @ConfigMapping(prefix = "darkroom.lanes")
    interface Lanes {

        @WithParentName
        Map<String, LaneSettings> lanes();

        default int concurrency(Lane lane) {
            return lanes().get(lane.label()).concurrency();
        }

        default Duration deadline(JobKind<?> kind) {
            return lanes().get(kind.lane().label()).deadline().orElse(kind.deadline());
        }

        default int maxAttempts(Lane lane, JobSettings jobs) {
            return lanes().get(lane.label()).maxAttempts().orElse(jobs.maxAttempts());
        }

        default Duration backoffBase(Lane lane, JobSettings jobs) {
            return lanes().get(lane.label()).backoffBase().orElse(jobs.backoffBase());
        }

        default Duration backoffCap(Lane lane, JobSettings jobs) {
            return lanes().get(lane.label()).backoffCap().orElse(jobs.backoffCap());
        }
    }

    /** Values that a lane does not set are those of all jobs. */
    interface LaneSettings {

        int concurrency();

        /** The time after which a run is interrupted; by default that of its kind. */
        Optional<Duration> deadline();

        /** The runs until a job is dead. Runs lost to a crash have their own limit: {@link JobSettings#maxAttempts}. */
        OptionalInt maxAttempts();

        Optional<Duration> backoffBase();

        Optional<Duration> backoffCap();
    }

    @ConfigMapping(prefix = "darkroom.drain")
    interface Drain {

        /** The time that running jobs have after SIGTERM before they are interrupted. */
        @WithDefault("20s")
        Duration grace();
    }

    @ConfigMapping(prefix = "darkroom.relay")
    interface Relay {

        /** How many jobs of a lane may be handed over to a broker at a time, while its runs are short. */
        @WithDefault("1000")
        int outstanding();
    }

    /** Fails the start with a message if settings are inconsistent. */
    @ApplicationScoped
    class Check {

        void check(@Observes StartupEvent event, JobSettings jobs, Lanes lanes, Relay relay) {
            require(
                    jobs.lease().compareTo(jobs.heartbeat().multipliedBy(2)) >= 0,
                    "darkroom.jobs.lease (%s) must be at least twice darkroom.jobs.heartbeat (%s), or one late heartbeat loses the lease."
                            .formatted(jobs.lease(), jobs.heartbeat()));
            requirePositive("darkroom.jobs.heartbeat", jobs.heartbeat());
            requirePositive("darkroom.jobs.poll", jobs.poll());
            require(relay.outstanding() >= 1, "darkroom.relay.outstanding must be at least 1.");
            requirePositive("darkroom.jobs.retention", jobs.retention());
            require(jobs.maxAttempts() >= 1, "darkroom.jobs.max-attempts must be at least 1.");
            require(!jobs.backoffBase().isNegative(), "darkroom.jobs.backoff-base must not be negative.");
            require(!jobs.backoffCap().isNegative(), "darkroom.jobs.backoff-cap must not be negative.");
            for (Lane lane : Lane.values()) {
                String prefix = "darkroom.lanes." + lane.label();
                LaneSettings set = lanes.lanes().get(lane.label());
                require(set != null && set.concurrency() >= 1, prefix + ".concurrency must be at least 1.");
                set.deadline().ifPresent(deadline -> requirePositive(prefix + ".deadline", deadline));
                require(lanes.maxAttempts(lane, jobs) >= 1, prefix + ".max-attempts must be at least 1.");
                require(!lanes.backoffBase(lane, jobs).isNegative(), prefix + ".backoff-base must not be negative.");
                require(!lanes.backoffCap(lane, jobs).isNegative(), prefix + ".backoff-cap must not be negative.");
            }
        }

        private static void requirePositive(String setting, Duration value) {
            require(value.toMillis() > 0, "%s (%s) must be at least a millisecond.".formatted(setting, value));
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new ConfigurationException(message);
            }
        }
    }
}
