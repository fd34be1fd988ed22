package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes a guard out is short enough to be read at a glance, and is nowhere unless it is wanted. */
class GuardSwitchTest {

    private static final Path LAB = Path.of("src", "main", "java", "dev", "darkroom", "lab");

    @ParameterizedTest
    @ValueSource(strings = {"WithoutKey", "WithoutOutbox", "WithoutFence"})
    void a_guard_switch_is_a_class_of_at_most_forty_lines(String name) throws IOException {
        assertThat(Files.readAllLines(LAB.resolve(name + ".java"))).hasSizeLessThanOrEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"dev,true", "prod,true", "closed,false"})
    void the_lab_is_open_unless_this_is_a_deployment(String profile, boolean open) throws IOException {
        LabSettings settings = new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(Path.of("src", "main", "resources", "application.properties")
                        .toUri()
                        .toURL()))
                .withMapping(LabSettings.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(LabSettings.class);

        assertThat(settings.enabled()).isEqualTo(open);
    }

    @Test
    void where_the_lab_is_shut_nobody_asks_what_is_broken() {
        assertThat(new ArmedFaults(null, () -> false).armed()).isEmpty();
        assertThat(List.of(Fault.values())).noneMatch(new ArmedFaults(null, () -> false)::is);
    }
}
