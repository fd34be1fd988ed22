package dev.darkroom.jobs;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Carries the ids of jobs to worker processes. It need not be reliable: a lost or repeated message changes nothing. */
public interface Broker {

    /** The value of {@code darkroom.transport} that chooses this broker. */
    String transport();

    /** Why it cannot be reached now, if so. Connects if there is no connection, which takes a second at most. */
    Optional<String> problem();

    /**
     * Publishes the id of a job for the workers of that lane. Returns at once. The result completes when the broker has
     * confirmed, fails with {@link NotSent} if the broker surely has no such message, and with another exception if it may.
     */
    CompletionStage<Void> publish(Lane lane, UUID job);

    /** The broker does not have the message. */
    class NotSent extends Exception {

        public NotSent(Throwable cause) {
            super("not sent: " + cause.getMessage(), cause);
        }
    }
}
