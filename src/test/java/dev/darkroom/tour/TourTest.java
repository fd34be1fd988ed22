package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class, method and test that the tour, the timeline or a document names exists. */
class TourTest {

    private static final Path TOUR = Path.of("src", "main", "resources", "templates", "tour", "tour.html");
    private static final int STOPS = 9;
    private static final Pattern STOP = Pattern.compile("\\{#stop (\\d+) title=(['\"])(.+)\\2 /}");
    private static final Pattern LISTED = Pattern.compile("<li><a href=\"#stop-(\\d+)\">(.+)</a></li>");
    private static final Pattern EXCERPT = Pattern.compile("\\{#excerpt '([\\w/]+)\\.(\\w+)' /}");
    private static final Pattern PROOF = Pattern.compile("\\{#source of='(test/[\\w/]+)' method='(\\w+)' /}");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*))?(?:\\(\\))?`");

    /** Types of libraries, and a header. */
    private static final Set<String> NOT_OURS = Set.of(
            "BcryptUtil",
            "BufferedImage",
            "Emitter",
            "HttpServerRequest",
            "ImageReadParam",
            "Location",
            "MessageDeliveryHandler",
            "OutOfMemoryError",
            "ShutdownDelayInitiatedEvent");

    @Test
    void the_list_of_stops_leads_to_each_stop_in_order() throws IOException {
        List<String> stops = found(STOP, TOUR)
                .map(stop -> stop.group(1) + " " + stop.group(3))
                .toList();

        assertThat(found(LISTED, TOUR).map(link -> link.group(1) + " " + link.group(2)))
                .isEqualTo(stops);
        assertThat(stops).extracting(stop -> stop.charAt(0) - '0').containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void each_stop_has_something_to_try_lines_to_read_and_a_test() throws IOException {
        List<String> stops = List.of(Files.readString(TOUR).split("\\{#stop "));
        assertThat(stops.subList(1, stops.size())).hasSize(STOPS).allSatisfy(stop -> {
            assertThat(stop)
                    .containsOnlyOnce("{#try ")
                    .containsOnlyOnce("<strong>Try it.</strong> You will see ")
                    .containsOnlyOnce("<strong>Read it.</strong> ")
                    .containsOnlyOnce("<strong>The test.</strong> ")
                    .containsOnlyOnce("<strong>Common mistake.</strong> ")
                    .containsOnlyOnce("<strong>Not guaranteed.</strong> ")
                    .containsPattern(EXCERPT)
                    .containsPattern(PROOF);
        });
    }

    @Test
    void each_excerpt_of_the_tour_exists() throws IOException {
        assertThat(found(EXCERPT, TOUR)).hasSizeGreaterThanOrEqualTo(STOPS).allSatisfy(excerpt -> assertThat(
                        Source.find(excerpt.group(1)))
                .as(excerpt.group())
                .hasValueSatisfying(
                        source -> assertThat(textOf(source, excerpt.group(2))).isNotEmpty()));
    }

    @Test
    void each_proof_of_the_tour_is_a_test() throws IOException {
        assertThat(found(PROOF, TOUR)).hasSize(STOPS).allSatisfy(proof -> assertThat(Source.find(proof.group(1)))
                .as(proof.group())
                .hasValueSatisfying(source -> assertThat(textOf(source, proof.group(2)))
                        .containsPattern("@(Parameterized|Repeated)?Test\\b")));
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
