package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults are injected only where the settings enable the lab. */
class GuardSwitchTest {

    @ParameterizedTest
    @CsvSource({"dev,true", "prod,true", "closed,false"})
    void the_lab_is_enabled_except_in_the_profile_closed(String profile, boolean open) throws IOException {
        LabAccess.Settings settings = new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(Path.of("src", "main", "resources", "application.properties")
                        .toUri()
                        .toURL()))
                .withMapping(LabAccess.Settings.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(LabAccess.Settings.class);

        assertThat(settings.enabled()).isEqualTo(open);
    }

    @Test
    void a_disabled_lab_reads_no_faults() {
        assertThat(new ArmedFaults(null, () -> false).armed()).isEmpty();
        assertThat(List.of(Fault.values())).noneMatch(new ArmedFaults(null, () -> false)::isArmed);
    }
}
