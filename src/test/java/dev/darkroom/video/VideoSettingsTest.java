package dev.darkroom.video;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSettingsTest {

    @Test
    void the_defaults_are_accepted() {
        assertThatCode(() -> check("darkroom.video.max-per-user", "1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.video.max-duration, 0s, 1 s",
        "darkroom.video.max-pixels, 0, 1",
        "darkroom.video.segment, 900ms, 1 s",
        "darkroom.video.max-per-user, 0, 1"
    })
    void a_value_that_cannot_work_is_refused_with_its_name(String setting, String value, String least) {
        assertThatThrownBy(() -> check(setting, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(setting + " must be at least " + least + ".");
    }

    private static void check(String setting, String value) {
        VideoSettings settings = new SmallRyeConfigBuilder()
                .withMapping(VideoSettings.class)
                .withConverter(Duration.class, 200, DurationConverter::parseDuration)
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValue(setting, value)
                .build()
                .getConfigMapping(VideoSettings.class);
        new VideoSettings.Check().check(null, settings);
    }
}
