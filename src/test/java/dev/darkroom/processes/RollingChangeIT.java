package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes of three transports on one database. One claim wins, so their mixture is slow at worst. */
@Tag("brokers")
class RollingChangeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void from_in_memory_to_rabbitmq_to_redis_under_load_nothing_is_lost_and_no_effect_happens_twice() {
        try (BrokerServer rabbitmq = new BrokerServer("rabbitmq", "rolling-rabbitmq");
                BrokerServer redis = new BrokerServer("redis", "rolling-redis");
                ProcessFixture fixture = new ProcessFixture("rolling", "darkroom.drain.grace=5s")) {
            List<ApplicationProcess> workers = new ArrayList<>(
                    List.of(fixture.worker().start(), fixture.worker().start()));
            Work work = new Work(fixture).keepSubmitting();
            await("work").until(() -> work.accepted() > 30);

            for (BrokerServer next : List.of(rabbitmq, redis)) {
                for (int i = 0; i < workers.size(); i++) {
                    ApplicationProcess replacement =
                            fixture.worker().with(next.settings()).start();
                    assertThat(workers.set(i, replacement).stop()).isEqualTo(143);
                    int before = work.accepted();
                    await("more work").until(() -> work.accepted() > before + 15);
                }
            }

            work.finishSubmitting().awaitEnd(LIMIT);
            work.assertOnce(0);
            assertThat(fixture.database().rows("SELECT DISTINCT transport FROM process_run"))
                    .extracting(row -> row.get("transport"))
                    .containsExactlyInAnyOrder("in-memory", "rabbitmq", "redis");
            assertThat(fixture.database()
                            .number("SELECT count(*) FROM job_event WHERE move = 'claim' AND step = 'CLAIMED'"))
                    .as("jobs that were claimed by a message")
                    .isPositive();
        }
    }
}
