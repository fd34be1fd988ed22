package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.tour.TourStop.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class, method and test that the tour, the timeline or a document names exists. */
class TourTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*))?(?:\\(\\))?`");

    /** Types of libraries, and a header. */
    private static final Set<String> NOT_OURS = Set.of(
            "BcryptUtil",
            "BufferedImage",
            "Emitter",
            "HttpServerRequest",
            "HttpURLConnection",
            "ImageReadParam",
            "Instance",
            "Link",
            "Location",
            "MessageDeliveryHandler",
            "OutOfMemoryError",
            "S3Client",
            "SdkException",
            "ShutdownDelayInitiatedEvent",
            "UncheckedIOException");

    @TestFactory
    Stream<DynamicTest> each_stop_is_whole() {
        return Itinerary.STOPS.stream()
                .map(stop -> DynamicTest.dynamicTest(stop.claim(), () -> {
                    assertThat(Itinerary.STOPS.get(stop.number() - 1)).isSameAs(stop);
                    assertThat(stop.question().answers()).hasSizeBetween(3, 4);
                    assertThat(stop.question().right())
                            .isBetween(0, stop.question().answers().size() - 1);
                    assertThat(stop.trials().stream().map(Trial::name))
                            .isNotEmpty()
                            .doesNotHaveDuplicates();
                    assertThat(stop.goals()).isNotEmpty();
                    assertThat(stop.trials().stream().flatMap(trial -> trial.actions().stream()))
                            .allSatisfy(action -> assertThat(action.goal())
                                    .isLessThan(stop.goals().size()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_excerpt_and_each_line_to_light_exists() {
        return Itinerary.STOPS.stream()
                .flatMap(stop -> stop.code().stream())
                .map(excerpt -> DynamicTest.dynamicTest(excerpt.address(), () -> {
                    for (String member : excerpt.members().split(",")) {
                        assertThat(textOf(Source.find(excerpt.type()).orElseThrow(), member))
                                .isNotEmpty();
                    }
                    assertThat(excerpt.lights()).isNotEmpty().allSatisfy(light -> assertThat(
                                    excerpt.line(light.marker()))
                            .as(light.marker())
                            .isPresent());
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_proof_is_a_test() {
        return Itinerary.STOPS.stream()
                .map(TourStop::test)
                .map(test -> DynamicTest.dynamicTest(test.method(), () -> assertThat(
                                textOf(Source.find(test.name()).orElseThrow(), test.method()))
                        .containsPattern("@(Parameterized|Repeated)?Test\\b")));
    }

    @Test
    void the_latest_known_moment_lights_its_line() {
        Excerpt excerpt = Excerpt.of("jobs/DurableDispatch", "dispatch")
                .light("durable queued", "jobs.insert")
                .light("durable .*", "signal.wake");

        int insert = excerpt.line("jobs.insert").orElseThrow();
        assertThat(excerpt.lit(List.of("durable queued"))).hasValue(insert);
        assertThat(excerpt.lit(List.of("durable complete", "durable queued"))).hasValue(insert + 1);
        assertThat(excerpt.lit(List.of("inline done", "durable queued"))).hasValue(insert);
        assertThat(excerpt.lit(List.of("inline done"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../README", "api", "settings", "stack", "take-it-home"})
    void each_class_and_method_that_a_document_names_is_there(String document) throws IOException {
        assertThat(found(NAMED, Path.of("src", "docs", document + ".md"))
                        .filter(named -> !NOT_OURS.contains(named.group(1))))
                .isNotEmpty()
                .allSatisfy(named -> assertThat(isThere(named.group(1), named.group(2)))
                        .as(named.group())
                        .isTrue());
    }

    /** A test class may have the name of a class in main. */
    private static boolean isThere(String type, String method) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.endsWith(type + ".java"))
                    .anyMatch(file -> method == null || declares(file, method));
        }
    }

    private static boolean declares(Path file, String method) {
        String name = file.toString()
                .replace('\\', '/')
                .replaceFirst("^src/(?:main/|(test/))java/dev/darkroom/(.*)\\.java$", "$1$2");
        return Source.find(name)
                .filter(source -> !textOf(source, method).isEmpty())
                .isPresent();
    }

    private static String textOf(Source source, String member) {
        return source.lines(member).stream()
                .filter(SourceLine::highlighted)
                .flatMap(line -> line.pieces().stream())
                .map(SourceLine.Piece::text)
                .collect(Collectors.joining());
    }

    private static Stream<MatchResult> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results();
    }
}
