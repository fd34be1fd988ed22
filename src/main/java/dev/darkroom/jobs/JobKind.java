package dev.darkroom.jobs;

import java.time.Duration;

/**
 * A kind of job, as the code that submits it knows it. After the deadline, a run is interrupted and gets no more heartbeats.
 * Each checkpoint restarts the deadline.
 */
public record JobKind<P extends JobPayload>(
        String name, Class<P> payload, Lane lane, Duration deadline, boolean unlimitedAttempts) {

    public JobKind(String name, Class<P> payload, Lane lane, Duration deadline) {
        this(name, payload, lane, deadline, false);
    }

    /** For work that must not be given up while its outcome is unknown. */
    public JobKind<P> withUnlimitedAttempts() {
        return new JobKind<>(name, payload, lane, deadline, true);
    }
}
