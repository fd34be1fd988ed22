package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final JobSettings settings = new SmallRyeConfigBuilder()
            .withMapping(JobSettings.class)
            .withConverter(Duration.class, 200, DurationConverter::parseDuration)
            .build()
            .getConfigMapping(JobSettings.class);

    @Test
    void the_longest_wait_doubles_with_each_attempt_up_to_the_cap() {
        Backoff longest = new Backoff(settings, new Always(1));

        assertThat(IntStream.rangeClosed(1, 7).mapToLong(attempt -> longest.after(attempt, Duration.ZERO)
                        .toSeconds()))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(longest.after(1000, Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void the_jitter_is_full_so_a_wait_may_be_zero() {
        assertThat(new Backoff(settings, new Always(0)).after(5, Duration.ZERO)).isZero();
    }

    @Test
    void a_retry_after_is_honoured_up_to_an_hour() {
        Backoff shortest = new Backoff(settings, new Always(0));

        assertThat(shortest.after(1, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(shortest.after(1, Duration.ofDays(1))).isEqualTo(Duration.ofHours(1));
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
