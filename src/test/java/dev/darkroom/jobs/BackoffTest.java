package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .withMapping(JobSettings.class)
            .withMapping(JobSettings.Lanes.class)
            .withConverter(Duration.class, 200, DurationConverter::parseDuration)
            .withDefaultValues(Map.of(
                    "darkroom.lanes.images.concurrency", "2",
                    "darkroom.lanes.mail.concurrency", "4",
                    "darkroom.lanes.mail.backoff-base", "4s",
                    "darkroom.lanes.mail.backoff-cap", "10m"))
            .build();

    @Test
    void the_longest_wait_doubles_with_each_attempt_up_to_the_cap() {
        Backoff longest = backoff(1);

        assertThat(IntStream.rangeClosed(1, 7).mapToLong(attempt -> longest.after(Lane.IMAGES, attempt, Duration.ZERO)
                        .toSeconds()))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(longest.after(Lane.IMAGES, 1000, Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_lane_may_have_its_own_base_and_cap() {
        assertThat(backoff(1).after(Lane.MAIL, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff(1).after(Lane.MAIL, 71, Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void the_jitter_is_full_so_a_wait_may_be_zero() {
        assertThat(backoff(0).after(Lane.IMAGES, 5, Duration.ZERO)).isZero();
    }

    @Test
    void a_retry_after_is_honoured_up_to_an_hour() {
        Backoff shortest = backoff(0);

        assertThat(shortest.after(Lane.IMAGES, 1, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(shortest.after(Lane.IMAGES, 1, Duration.ofDays(1))).isEqualTo(Duration.ofHours(1));
    }

    private Backoff backoff(int share) {
        return new Backoff(
                config.getConfigMapping(JobSettings.class),
                config.getConfigMapping(JobSettings.Lanes.class),
                new Always(share));
    }

    /** Always returns the lowest number, or always the highest. */
    private record Always(int share) implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return share * (bound - 1);
        }
    }
}
