package dev.darkroom.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A queue with its own concurrency, so that slow work of one kind never starves another. */
public enum Lane {
    MAIL,
    IMAGES,
    PAYMENTS;

    public static Optional<Lane> find(String label) {
        return Arrays.stream(values())
                .filter(lane -> lane.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
