package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.WrongClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two workers of which one is ten minutes fast and the other ten minutes slow: only the database's clock counts. */
@Tag("faults")
class ClockIT {

    private static final Path AGENT = Path.of("target", "processes");
    private static final Duration WRONG = Duration.ofMinutes(10);
    private static final int MANY_HEARTBEATS = 8;
    private static final int A_DAY = 24 * 60;

    private static ProcessFixture town;
    private static ApplicationProcess fast;
    private static ApplicationProcess slow;

    @BeforeAll
    static void begin() throws IOException {
        town = new ProcessFixture("clock");
        fast = town.worker().option(WrongClock.option(AGENT, WRONG));
        slow = town.worker().option(WrongClock.option(AGENT, WRONG.negated()));
        List.of(fast, slow).forEach(ApplicationProcess::launch);
        List.of(fast, slow).forEach(ApplicationProcess::awaitReady);
    }

    @AfterEach
    void nobody_is_held() {
        town.letGo();
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void the_clocks_are_wrong_indeed() {
        assertThat(wrongBy(fast)).isBetween(WRONG.minusMinutes(1), WRONG);
        assertThat(wrongBy(slow)).isBetween(WRONG.negated().minusMinutes(1), WRONG.negated());
    }

    @Test
    void nobody_rescues_a_run_that_lives_and_nobody_is_taken_for_dead() {
        HttpVisitor ada = town.welcomed();
        town.holdAt("before-rename");
        List<String> photos = List.of(upload(ada), upload(ada), upload(ada), upload(ada));
        photos.forEach(photo -> await("heartbeats of " + photo)
                .atMost(Duration.ofMinutes(1))
                .until(() -> town.timeline().of(photo, "HEARTBEAT").size() >= MANY_HEARTBEATS));
        assertThat(ada.notices()).noneMatch(notice -> notice.contains("No worker"));
        town.letGo();

        photos.forEach(photo -> ada.awaitComplete("/photos/" + photo + "/status"));
        assertThat(photos).allSatisfy(photo -> assertThat(town.timeline().of(photo))
                .extracting(Timeline.Entry::step)
                .doesNotContain("RESCUED")
                .containsOnlyOnce("CLAIMED"));
        assertThat(photos.stream().map(ClockIT::worker)).containsOnly(fast.pid(), slow.pid());
    }

    @Test
    void nobody_begins_before_its_time_and_nobody_long_after_it() {
        HttpVisitor ada = town.welcomed();
        fast.freeze();
        slow.freeze();
        List<String> mails = List.of(ada.welcomeAgain(), ada.welcomeAgain(), ada.welcomeAgain());
        Instant due = dueIn("4 s", mails);
        fast.thaw();
        slow.thaw();

        assertThat(mails).allSatisfy(mail -> {
            Instant begun =
                    town.timeline().await(mail, entry -> entry.is("CLAIMED")).at();
            assertThat(Duration.between(due, begun)).isPositive().isLessThan(Duration.ofSeconds(5));
        });
    }

    private static String upload(HttpVisitor visitor) {
        String status = visitor.upload("durable", Pictures.jpeg(2000, 1500));
        return visitor.get(status).path("id").asText();
    }

    /** The time of day at the head of its first line, against ours. */
    private static Duration wrongBy(ApplicationProcess worker) {
        LocalTime told = LocalTime.parse(worker.log().get(0).substring(0, "00:00:00.000".length()));
        long minutes = Math.round(Duration.between(LocalTime.now(), told).toSeconds() / 60.0);
        return Duration.ofMinutes(Math.floorMod(minutes + A_DAY / 2, A_DAY) - A_DAY / 2);
    }

    private static long worker(String photo) {
        Timeline.Entry claimed = town.timeline().of(photo, "CLAIMED").get(0);
        return List.of(fast, slow).stream()
                .filter(claimed::isBy)
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static Instant dueIn(String time, List<String> mails) {
        town.database()
                .execute("UPDATE job SET run_at = now() + interval '%s' WHERE key IN ('%s')"
                        .formatted(time, String.join("', '", mails)));
        return Instant.parse(town.database()
                .of("SELECT to_json(max(run_at) AT TIME ZONE 'UTC') #>> '{}' || 'Z' AS due FROM job WHERE key IN ('"
                        + String.join("', '", mails) + "')")
                .get(0)
                .text("due"));
    }
}
