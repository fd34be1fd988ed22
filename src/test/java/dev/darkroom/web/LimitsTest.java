package dev.darkroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    /** Stands still until it is turned. */
    private static final class Crank implements TimeMeter {

        private long nanos;

        void turn(Duration by) {
            nanos += by.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private final Crank time = new Crank();
    private final Limits limits = new Limits(all(3, Duration.ofMinutes(1)), time);

    @Test
    void so_many_are_taken_at_once_and_then_one_each_time_that_one_has_come_back() {
        ask(3);
        assertRefused("ada");

        time.turn(Duration.ofSeconds(20));

        ask(1);
        assertRefused("ada");
    }

    @Test
    void who_waits_as_long_as_told_is_not_refused_again_and_who_waits_less_is() {
        ask(3);
        Duration told =
                Duration.ofSeconds(assertRefused("ada").retryAfterSeconds().orElseThrow());
        assertThat(told).isEqualTo(Duration.ofSeconds(20));

        time.turn(told.minusSeconds(1));
        assertRefused("ada");

        time.turn(Duration.ofSeconds(1));
        ask(1);
    }

    @Test
    void after_a_long_silence_no_more_are_taken_at_once_than_at_the_beginning() {
        ask(3);
        time.turn(Duration.ofDays(1));

        ask(3);
        assertRefused("ada");
    }

    @Test
    void what_one_uses_up_is_neither_another_ones_nor_another_limits() {
        ask(3);

        assertThatCode(() -> limits.count(Limits.Of.UPLOAD, "grace")).doesNotThrowAnyException();
        assertThatCode(() -> limits.count(Limits.Of.CHARGE, "ada")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0, PT1M", "-1, PT1M", "1, PT0S", "1, PT-1S"})
    void a_limit_that_nothing_passes_is_refused_at_the_start_in_a_sentence(int requests, Duration per) {
        Limits impossible = new Limits(all(requests, per), time);

        assertThatThrownBy(() -> impossible.check(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("darkroom.limits.sign-up.requests (%d) must be at least 1".formatted(requests));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8:1:2:aaaa::1, 2001:db8:1:2:bbbb::2, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.7, 192.0.2.7, true"
    })
    void a_client_is_an_address_and_in_ipv6_a_network(String one, String other, boolean same) {
        assertThat(Client.of(one).equals(Client.of(other))).isEqualTo(same);
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            limits.count(Limits.Of.UPLOAD, "ada");
        }
    }

    private TooManyRequests assertRefused(String who) {
        TooManyRequests refusal =
                catchThrowableOfType(TooManyRequests.class, () -> limits.count(Limits.Of.UPLOAD, who));
        assertThat(refusal).as("it is one too many").isNotNull();
        return refusal;
    }

    private static LimitSettings all(int requests, Duration per) {
        LimitSettings.Limit limit = new LimitSettings.Limit() {
            @Override
            public int requests() {
                return requests;
            }

            @Override
            public Duration per() {
                return per;
            }
        };
        return (LimitSettings) Proxy.newProxyInstance(
                LimitSettings.class.getClassLoader(),
                new Class<?>[] {LimitSettings.class},
                (proxy, method, arguments) -> limit);
    }
}
