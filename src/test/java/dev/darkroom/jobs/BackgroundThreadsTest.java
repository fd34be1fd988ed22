package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundThreadsTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger turns = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private BackgroundThreads.Loop loop;

    @AfterEach
    void stop() {
        end.countDown();
        loop.stop(LONG);
    }

    @Test
    void a_thread_survives_an_error_in_one_turn() {
        BackgroundThreads threads = start(LONG, () -> {
            if (turns.incrementAndGet() == 1) {
                throw new StackOverflowError();
            }
        });

        await().until(() -> turns.get() > 2);

        assertThat(threads.problem()).isEmpty();
    }

    @Test
    void a_thread_that_fails_each_turn_is_a_problem() {
        BackgroundThreads threads = start(LONG, () -> {
            turns.incrementAndGet();
            throw new NoClassDefFoundError("dev/darkroom/Missing");
        });

        await().until(() -> turns.get() > 2);

        assertThat(threads.problem())
                .hasValue("The thread relay fails: java.lang.NoClassDefFoundError: dev/darkroom/Missing");
    }

    @Test
    void a_thread_that_has_ended_is_a_problem() {
        BackgroundThreads threads = start(LONG, () -> Thread.currentThread().interrupt());

        await().until(() -> threads.problem().isPresent());

        assertThat(threads.problem()).hasValue("The thread relay has ended.");
    }

    @Test
    void a_turn_that_does_not_end_is_a_problem() {
        BackgroundThreads threads = start(Duration.ZERO, end::await);

        await().until(() -> threads.problem().isPresent());

        assertThat(threads.problem().orElseThrow()).startsWith("The thread relay has completed no turn for");
    }

    @Test
    void a_stopped_thread_is_no_problem() {
        BackgroundThreads threads = start(LONG, turns::incrementAndGet);

        loop.stop(LONG);

        assertThat(threads.problem()).isEmpty();
        assertThat(loop.isRunning()).isFalse();
    }

    private BackgroundThreads start(Duration longestTurn, BackgroundThreads.Turn turn) {
        BackgroundThreads threads = new BackgroundThreads(longestTurn);
        loop = threads.loop("relay", SOON, turn);
        loop.start();
        return threads;
    }
}
