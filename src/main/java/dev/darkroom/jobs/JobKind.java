package dev.darkroom.jobs;

import java.time.Duration;

/**
 * A sort of work: its name and what it carries, without the handler, so that the one who submits need not know who performs.
 *
 * @param deadline how long one run may take; after it the heartbeat stops and another worker may have the job
 * @param untilProven whether it is tried without a limit until somebody knows how it ended: for work that must never be
 *     given up while its outcome is unknown
 */
public record JobKind<P extends JobPayload>(
        String name, Class<P> payload, Lane lane, Duration deadline, boolean untilProven) {

    public JobKind(String name, Class<P> payload, Lane lane, Duration deadline) {
        this(name, payload, lane, deadline, false);
    }

    public JobKind<P> triedUntilProven() {
        return new JobKind<>(name, payload, lane, deadline, true);
    }
}
