package dev.darkroom.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An enum whose constants are written in lower case in addresses, settings, answers and pages. */
public interface Labelled {

    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Labelled> Optional<E> find(E[] values, String label) {
        return Stream.of(values).filter(value -> value.label().equals(label)).findFirst();
    }
}
