package dev.darkroom.jobs;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An enum whose constants are written in lower case in addresses, settings, answers and pages. */
public interface Labelled {

    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant with this name, or {@code unknown}: a newer version may have written a row. */
    static <E extends Labelled> E read(E[] values, String name, E unknown) {
        return Stream.of(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(unknown);
    }

    static <E extends Labelled> Optional<E> find(E[] values, String label) {
        return Stream.of(values).filter(value -> value.label().equals(label)).findFirst();
    }

    /** A column of names, as {@link #read} reads them. */
    abstract class Column<E extends Labelled> implements AttributeConverter<E, String> {

        private final E[] values;
        private final E unknown;

        Column(E[] values, E unknown) {
            this.values = values;
            this.unknown = unknown;
        }

        @Override
        public String convertToDatabaseColumn(E value) {
            return value.name();
        }

        @Override
        public E convertToEntityAttribute(String name) {
            return read(values, name, unknown);
        }
    }
}
