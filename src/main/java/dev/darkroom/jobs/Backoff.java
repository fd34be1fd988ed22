package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delay before the next attempt: exponential with full jitter, so that jobs that failed together do not retry together.
 * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
@ApplicationScoped
class Backoff {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final JobSettings settings;
    private final RandomGenerator random;

    @Inject
    Backoff(JobSettings settings) {
        this(settings, RandomGenerator.of("L64X128MixRandom"));
    }

    Backoff(JobSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * @param attempt the number of failed attempts, from 1
     * @param retryAfter the delay that the other side asked for, honoured up to an hour
     */
    Duration after(int attempt, Duration retryAfter) {
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
        return Duration.ofMillis(jitter(ceiling(attempt))).plus(asked);
    }

    private long ceiling(int attempt) {
        double grown = settings.backoffBase().toMillis() * Math.pow(2, attempt - 1.0);
        return (long) Math.min(grown, settings.backoffCap().toMillis());
    }

    private synchronized long jitter(long ceiling) {
        return random.nextLong(ceiling + 1);
    }
}
