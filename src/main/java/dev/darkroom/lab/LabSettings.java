package dev.darkroom.lab;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether anything may be broken on purpose, {@code darkroom.lab}. */
@ConfigMapping(prefix = "darkroom.lab")
interface LabSettings {

    @WithDefault("true")
    boolean enabled();
}
