package dev.darkroom.jobs;

import java.time.Duration;

/**
 * A kind of job: its name and payload type. Submitting code needs this, not the handler.
 *
 * @param deadline how long one run may take; then its heartbeat stops and another worker may take the job
 * @param unlimitedAttempts for work that must not be given up while its outcome is unknown
 */
public record JobKind<P extends JobPayload>(
        String name, Class<P> payload, Lane lane, Duration deadline, boolean unlimitedAttempts) {

    public JobKind(String name, Class<P> payload, Lane lane, Duration deadline) {
        this(name, payload, lane, deadline, false);
    }

    public JobKind<P> withUnlimitedAttempts() {
        return new JobKind<>(name, payload, lane, deadline, true);
    }
}
