package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two hundred tabs poll once a second, half of them a complete photo and half one that waits. */
@Tag("processes")
@Isolated("measures response times")
class PollingIT {

    private static final int TABS = 200;
    private static final int POLLS = 5 * TABS;
    private static final int CLICKS = 20;
    private static final byte[] PICTURE = Pictures.jpeg(400, 300);

    private final ApplicationProcess darkroom = new ApplicationProcess("polling");
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private HttpVisitor ada;

    @BeforeEach
    void start() {
        darkroom.start();
        ada = HttpVisitor.signedUp(darkroom);
    }

    @AfterEach
    void end() {
        darkroom.close();
    }

    @Test
    void two_hundred_tabs_get_304_and_the_web_answers_as_fast_as_without_them() {
        String complete = ada.upload("durable", PICTURE);
        ada.awaitComplete(complete);
        new TestDatabase(darkroom).execute("INSERT INTO paused_lane (lane, paused_by) VALUES ('IMAGES', 'a test')");
        String waiting = ada.upload("durable", PICTURE);
        long alone = medianClick();

        ScheduledExecutorService tabs = Executors.newScheduledThreadPool(TABS);
        for (int i = 0; i < TABS; i++) {
            poll(tabs, i % 2 == 0 ? complete : waiting, i * 1000 / TABS);
        }
        await("each tab").until(() -> answers.size() >= TABS);
        long among = medianClick();
        await("the polls").until(() -> answers.size() >= POLLS);
        tabs.shutdownNow();

        assertThat(answers).containsOnly(304);
        assertThat(among)
                .as("milliseconds of a click, %d without the tabs", alone)
                .isLessThan(3 * alone + 50);
    }

    private void poll(ScheduledExecutorService tabs, String status, int delay) {
        String tag = ada.api().request().get(status).header("ETag");
        String[] headers = {"Accept", "application/json", "Cookie", ada.api().cookies(), "If-None-Match", tag};
        Runnable poll =
                () -> answers.add(Http.get(darkroom.url() + status, headers).statusCode());
        tabs.scheduleAtFixedRate(poll, delay, 1000, TimeUnit.MILLISECONDS);
    }

    /** Returns the milliseconds of a click that writes a record and a job. */
    private long medianClick() {
        List<Long> millis = Stream.generate(() -> {
                    Instant begin = Instant.now();
                    ada.welcomeAgain();
                    return Duration.between(begin, Instant.now()).toMillis();
                })
                .limit(CLICKS)
                .sorted()
                .toList();
        return millis.get(CLICKS / 2);
    }
}
