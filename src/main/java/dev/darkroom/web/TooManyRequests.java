package dev.darkroom.web;

import java.time.Duration;
import java.util.OptionalInt;

/** Somebody has asked more often than the limits allow. */
public class TooManyRequests extends HttpRefusal {

    private final int seconds;

    TooManyRequests(Duration wait) {
        super(429, "That was often. Nothing was done this time: try again in %s.".formatted(words(seconds(wait))));
        this.seconds = seconds(wait);
    }

    @Override
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.of(seconds);
    }

    /** Rounded up: who waits that long is not refused again. */
    private static int seconds(Duration wait) {
        return Math.max(1, Math.toIntExact(wait.plusNanos(999_999_999).toSeconds()));
    }

    private static String words(int seconds) {
        if (seconds == 1) {
            return "a second";
        }
        return seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
