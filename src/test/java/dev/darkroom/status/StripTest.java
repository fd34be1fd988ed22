package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The marks of {@code strips.json}, which {@code StripIT} demands from the script too. */
class StripTest {

    private static final long LEASE_MS = 10_000;

    /** A mark as {@code kind from to}, with its position and width in percent, and its label. */
    record Expected(String name, Instant at, StatusView status, List<String> marks, String never, String sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Expected> strips() {
        JsonMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try {
            return Stream.of(json.readValue(StripTest.class.getResource("/strips.json"), Expected[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("strips")
    void a_status_has_the_marks_of_the_fixture(Expected expected) {
        Strip strip = Strip.of(expected.status, expected.at, 0, LEASE_MS);

        assertThat(strip.marks().stream()
                        .map(mark -> "%s %d %d at %s, %s wide: %s"
                                .formatted(
                                        mark.kind(),
                                        mark.from(),
                                        mark.to(),
                                        strip.x(mark),
                                        strip.width(mark),
                                        mark.label()))
                        .toList())
                .isEqualTo(expected.marks);
        assertThat(strip.never()).isEqualTo(expected.never);
        assertThat(strip.sentence()).isEqualTo(expected.sentence);
    }
}
