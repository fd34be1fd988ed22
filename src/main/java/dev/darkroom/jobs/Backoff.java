package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The delay before the next attempt: exponential, with full jitter (Brooker, "Exponential Backoff And Jitter", 2015). */
@ApplicationScoped
class Backoff {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final JobSettings settings;
    private final JobSettings.Lanes lanes;
    private final RandomGenerator random;

    @Inject
    Backoff(JobSettings settings, JobSettings.Lanes lanes) {
        // Thread-safe, unlike the newer generators.
        this(settings, lanes, new Random());
    }

    Backoff(JobSettings settings, JobSettings.Lanes lanes, RandomGenerator random) {
        this.settings = settings;
        this.lanes = lanes;
        this.random = random;
    }

    /** Adds the delay that the service requested, up to an hour. The first attempt is 1. */
    Duration after(Lane lane, int attempt, Duration retryAfter) {
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
        double grown = lanes.backoffBase(lane, settings).toMillis() * Math.pow(2, attempt - 1.0);
        long ceiling = (long) Math.min(grown, lanes.backoffCap(lane, settings).toMillis());
        return Duration.ofMillis(random.nextLong(ceiling + 1)).plus(asked);
    }
}
