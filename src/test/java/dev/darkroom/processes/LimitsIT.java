package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.Pictures;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As the program is started, without a setting: the limits are there, and nobody who plays with it ever meets one. */
@Tag("faults")
class LimitsIT {

    private static final int CLICKS = 300;
    private static final byte[] PICTURE = Pictures.jpeg(60, 40);

    private static ApplicationProcess darkroom;

    @BeforeAll
    static void begin() {
        darkroom = new ApplicationProcess("limits").inHaste().start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
    }

    private interface Click {
        HttpResponse<String> make(HttpVisitor visitor, String mode);
    }

    static Stream<Arguments> clicks() {
        return Stream.of(
                click(
                        "a welcome mail",
                        (ada, mode) -> ada.post("/me/welcome", mode, BodyPublishers.noBody(), Map.of())),
                click("a photo", (ada, mode) -> ada.offer(mode, PICTURE)),
                click(
                        "a charge",
                        (ada, mode) -> ada.post(
                                "/charges",
                                mode,
                                BodyPublishers.ofString("amount=1000"),
                                Map.of(
                                        "Idempotency-Key",
                                        '"' + UUID.randomUUID().toString() + '"'))),
                click(
                        "a sign-up on the stage",
                        (ada, mode) -> ada.post("/stage", mode, BodyPublishers.noBody(), Map.of())));
    }

    /** As Compare makes them: a chain in each mode, all three at once, each click as soon as the one before is answered. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("clicks")
    void three_hundred_clicks_in_each_mode_from_one_browser_are_all_taken(String work, Click click) {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        long begun = System.nanoTime();

        List<Integer> answers = Stream.of("inline", "volatile", "durable")
                .map(mode -> CompletableFuture.supplyAsync(() -> chain(() -> click.make(ada, mode))))
                .toList()
                .stream()
                .flatMap(chain -> chain.join().stream())
                .toList();

        System.out.printf("%s: %d clicks in %.1f s%n", work, answers.size(), (System.nanoTime() - begun) / 1e9);
        assertThat(answers).hasSize(3 * CLICKS).containsOnly(201, 202);
    }

    private static List<Integer> chain(Supplier<HttpResponse<String>> click) {
        return IntStream.range(0, CLICKS)
                .mapToObj(n -> click.get().statusCode())
                .toList();
    }

    private static Arguments click(String work, Click click) {
        return Arguments.of(work, click);
    }
}
