package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.StepSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tour, the timeline and the documents name is there: a class, a method, a test. */
class TourTest {

    private static final Path TOUR = Path.of("src", "docs", "tour.md");
    private static final int STOPS = 9;
    private static final Pattern STOP = Pattern.compile("(?m)^## (\\d+)\\.");
    private static final Pattern LINK = Pattern.compile("\\[`([^`]+)`]\\((\\S+\\.java)\\)");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*))?(?:\\(\\))?`");

    /** Of libraries. */
    private static final Set<String> NOT_OURS = Set.of(
            "BcryptUtil",
            "BufferedImage",
            "DevConsoleManager",
            "Emitter",
            "Endpoint",
            "IOException",
            "IllegalArgumentException",
            "ImageReadParam",
            "MessageDeliveryHandler",
            "OutOfMemoryError",
            "RuntimeResourceVisitor",
            "SMTPConnectionPool",
            "ShutdownDelayInitiatedEvent",
            "UnauthorizedException");

    @Test
    void there_is_a_stop_for_each_claim_in_order() throws IOException {
        assertThat(found(STOP, TOUR).map(stop -> Integer.valueOf(stop.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, STOPS).boxed().toList());
    }

    @Test
    void each_stop_has_something_to_try_and_lines_to_read_and_a_test() throws IOException {
        List<String> stops = List.of(Files.readString(TOUR).split("(?m)^## "));
        assertThat(stops.subList(1, stops.size())).hasSize(STOPS).allSatisfy(stop -> assertThat(stop)
                .containsOnlyOnce("<!-- try: ")
                .containsOnlyOnce("**Try it.** You will see ")
                .containsOnlyOnce("**Read it.** ")
                .containsOnlyOnce("**The test.** ")
                .containsOnlyOnce("**Elsewhere.** ")
                .containsOnlyOnce("**Not guaranteed.** "));
    }

    @Test
    void each_method_that_the_tour_links_to_is_there() throws IOException {
        assertThat(found(LINK, TOUR)).hasSizeGreaterThanOrEqualTo(2 * STOPS).allSatisfy(link -> {
            SourceLink source =
                    SourceLink.of(link.group(2), link.group(1)).orElseThrow(() -> new AssertionError(link.group()));
            assertThat(source.name())
                    .as(link.group())
                    .endsWith("/" + link.group(1).replaceFirst("\\..*", ""));
            assertThat(Path.of(source.source().path())).as(link.group()).exists();
            assertThat(source.source().hasMember(source.method()))
                    .as(link.group())
                    .isTrue();
        });
    }

    @Test
    void each_test_that_the_tour_calls_a_proof_is_run() throws IOException {
        List<SourceLink> proofs = found(LINK, TOUR)
                .flatMap(link -> SourceLink.of(link.group(2), link.group(1)).stream())
                .filter(link -> link.name().startsWith("test/"))
                .toList();

        assertThat(proofs).hasSizeGreaterThanOrEqualTo(STOPS).allSatisfy(proof -> assertThat(
                        proof.source().textOf(proof.method()))
                .as("%s", proof)
                .containsPattern("@(Parameterized|Repeated)?Test\\b"));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void the_method_that_a_step_leads_to_writes_it(Step step) {
        StepSource source = StepSource.of(step);
        assertThat(Source.of(source.name())).as(source.name()).hasValueSatisfying(found -> assertThat(
                        found.textOf(source.method()))
                .contains("Step." + step.name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "src/docs/api.md",
                "src/docs/guarantees.md",
                "src/docs/security.md",
                "src/docs/settings.md",
                "src/docs/stack.md",
                "src/docs/tour.md"
            })
    void each_class_and_method_that_a_document_names_is_there(Path document) throws IOException {
        assertThat(found(NAMED, document).filter(named -> !NOT_OURS.contains(named.group(1))))
                .isNotEmpty()
                .allSatisfy(named -> assertThat(isThere(named.group(1), named.group(2)))
                        .as(named.group())
                        .isTrue());
    }

    /** In one of the classes of that name, of which tests may have another. */
    private static boolean isThere(String type, String method) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.endsWith(type + ".java"))
                    .anyMatch(file -> method == null || declares(file, method));
        }
    }

    private static boolean declares(Path file, String method) {
        String address = "../" + Path.of("src").relativize(file).toString().replace('\\', '/');
        return SourceLink.of(address, "").stream()
                .anyMatch(link -> link.source().hasMember(method));
    }

    private static Stream<MatchResult> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results();
    }
}
