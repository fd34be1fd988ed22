package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link DurableJobTest} tests a thread that fails each turn and recovers. */
class BackgroundThreadsTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final BackgroundThreads threads = new BackgroundThreads();
    private final CountDownLatch end = new CountDownLatch(1);
    private BackgroundThreads.Loop loop;

    @AfterEach
    void stop() {
        end.countDown();
        loop.stop(LIMIT);
    }

    @Test
    void a_thread_that_has_ended_is_a_problem() {
        start(() -> Thread.currentThread().interrupt());

        await().until(() -> threads.problem().isPresent());

        assertThat(threads.problem()).hasValue("The thread relay has ended.");
    }

    @Test
    void a_turn_that_does_not_end_is_a_problem() {
        start(end::await);

        await().until(() -> threads.problem(Duration.ZERO).isPresent());

        assertThat(threads.problem(Duration.ZERO).orElseThrow())
                .startsWith("The thread relay has completed no turn for");
    }

    @Test
    void a_stopped_thread_is_no_problem() {
        start(() -> {});

        loop.stop(LIMIT);

        assertThat(threads.problem()).isEmpty();
        assertThat(loop.isRunning()).isFalse();
    }

    private void start(BackgroundThreads.Turn turn) {
        loop = threads.loop("relay", Duration.ofMillis(1), turn);
        loop.start();
    }
}
