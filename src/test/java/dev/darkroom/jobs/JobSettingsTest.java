package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

    private static final Map<String, String> LANES = Map.of(
            "darkroom.lanes.mail.concurrency", "4",
            "darkroom.lanes.images.concurrency", "2",
            "darkroom.lanes.video.concurrency", "1",
            "darkroom.lanes.payments.concurrency", "4");

    @Test
    void the_defaults_are_accepted() {
        assertThatCode(() -> check("darkroom.jobs.poll", "1s")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.jobs.heartbeat, 0s",
        "darkroom.jobs.heartbeat, 6s",
        "darkroom.jobs.lease, 5s",
        "darkroom.jobs.poll, 0s",
        "darkroom.jobs.retention, -1s",
        "darkroom.relay.outstanding, 0",
        "darkroom.jobs.max-attempts, 0",
        "darkroom.jobs.backoff-base, -1s",
        "darkroom.jobs.backoff-cap, -1s",
        "darkroom.lanes.mail.concurrency, 0",
        "darkroom.lanes.images.deadline, 0s",
        "darkroom.lanes.video.concurrency, 0",
        "darkroom.lanes.mail.max-attempts, 0",
        "darkroom.lanes.mail.backoff-base, -1s",
        "darkroom.lanes.mail.backoff-cap, -1s"
    })
    void a_value_that_cannot_work_is_refused_with_its_name(String setting, String value) {
        assertThatThrownBy(() -> check(setting, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting);
    }

    private static void check(String setting, String value) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(JobSettings.class)
                .withMapping(JobSettings.Lanes.class)
                .withMapping(JobSettings.Relay.class)
                .withConverter(Duration.class, 200, DurationConverter::parseDuration)
                .withDefaultValues(LANES)
                .withDefaultValue(setting, value)
                .build();
        new JobSettings.Check()
                .check(
                        null,
                        config.getConfigMapping(JobSettings.class),
                        config.getConfigMapping(JobSettings.Lanes.class),
                        config.getConfigMapping(JobSettings.Relay.class));
    }
}
