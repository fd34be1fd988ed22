package dev.darkroom.web;

import java.time.Duration;
import java.util.Optional;

/** Somebody has asked more often than the limits allow. */
public class TooManyRequests extends Refusal {

    private final Duration wait;

    TooManyRequests(Duration wait) {
        super(429, "That was often. Nothing was done this time: try again in %s.".formatted(words(seconds(wait))));
        this.wait = Duration.ofSeconds(seconds(wait));
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(wait);
    }

    /** Rounded up: who waits that long is not refused again. */
    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private static String words(long seconds) {
        if (seconds == 1) {
            return "a second";
        }
        return seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
