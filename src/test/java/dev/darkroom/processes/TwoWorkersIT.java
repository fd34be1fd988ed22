package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two worker processes with two places each take ten mails, of a second each, from one queue. */
@Tag("processes")
@Isolated("asserts within a second")
class TwoWorkersIT {

    private static final int MAILS = 10;
    private static final int PLACES = 4;

    /** Less than two mails, one after the other, would take. */
    private static final Duration ONE_MAIL = Duration.ofMillis(1900);

    /** Less than the ten mails would take in three places. */
    private static final Duration ALL_MAILS = Duration.ofMillis(3900);

    private final ApplicationProcess web = new ApplicationProcess("two-workers")
            .with("darkroom.role", "web")
            .with("darkroom.simulate.smtp-delay", "1s")
            .with("darkroom.lanes.mail.concurrency", PLACES / 2);
    private final List<ApplicationProcess> workers = List.of(web.worker("two-workers-1"), web.worker("two-workers-2"));
    private final Timeline timeline = new Timeline(web);
    private HttpVisitor ada;

    @BeforeEach
    void start() {
        web.start();
        workers.forEach(ApplicationProcess::start);
        ada = new HttpVisitor(web);
        ada.awaitComplete(ada.signUp());
        // The first mail of a process takes longer.
        awaitAll(send(PLACES));
    }

    @AfterEach
    void end() {
        workers.forEach(ApplicationProcess::close);
        web.close();
    }

    @Test
    void all_four_places_work_at_once_running_means_running_and_queue_positions_hold() {
        ada.api().program().post("/lanes/mail/pause").then().statusCode(204);
        List<String> mails = send(MAILS);
        assertThat(positions(statuses(mails))).isEqualTo(upTo(MAILS));
        ada.api().program().post("/lanes/mail/resume").then().statusCode(204);

        List<List<JsonNode>> seen = awaitAll(mails);

        assertThat(seen).allSatisfy(statuses -> {
            assertThat(count(statuses, "running")).isLessThanOrEqualTo(PLACES);
            assertThat(positions(statuses)).isEqualTo(upTo(count(statuses, "queued")));
        });
        assertThat(seen).anyMatch(statuses -> count(statuses, "running") == PLACES);
        assertThat(mails).allSatisfy(mail -> assertThat(between(mail, mail)).isLessThan(ONE_MAIL));
        assertThat(mails)
                .allSatisfy(mail -> assertThat(between(mails.get(0), mail)).isLessThan(ALL_MAILS));
        assertThat(workers).allSatisfy(worker -> assertThat(mails)
                .filteredOn(mail -> claim(mail).isBy(worker))
                .hasSizeBetween(MAILS / 2 - 1, MAILS / 2 + 1));
    }

    private List<String> send(int mails) {
        return Stream.generate(ada::welcomeAgain).limit(mails).toList();
    }

    /** Returns the statuses again and again, until all mails are sent. */
    private List<List<JsonNode>> awaitAll(List<String> mails) {
        List<List<JsonNode>> seen = new ArrayList<>();
        await("the mails").pollInterval(Duration.ofMillis(50)).until(() -> {
            seen.add(statuses(mails));
            return count(seen.get(seen.size() - 1), "done") == mails.size();
        });
        return seen;
    }

    /** In the order of the ids, as they were at one moment. */
    private List<JsonNode> statuses(List<String> mails) {
        JsonNode all = ada.get("/status?mails=" + String.join(",", mails)).path("mails");
        return StreamSupport.stream(all.spliterator(), false).toList();
    }

    private static int count(List<JsonNode> statuses, String phase) {
        return (int) statuses.stream()
                .filter(status -> status.path("phase").asText().equals(phase))
                .count();
    }

    private static List<Integer> positions(List<JsonNode> statuses) {
        return statuses.stream()
                .filter(status -> status.path("phase").asText().equals("queued"))
                .map(status -> status.path("queuePosition").asInt())
                .toList();
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private Timeline.Entry claim(String mail) {
        return timeline.of(mail, "CLAIMED").get(0);
    }

    /** The time from the claim of one mail to the end of the other. */
    private Duration between(String claimed, String ended) {
        return Duration.between(
                claim(claimed).at(), timeline.of(ended, "COMPLETE").get(0).at());
    }
}
