package dev.darkroom.media;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is kept for one user. Sizes as Quarkus reads them: {@code 10G}. */
@ConfigMapping(prefix = "darkroom.quota")
interface QuotaSettings {

    /** Photos, whatever has become of them. */
    @WithDefault("10000")
    int photos();

    /** Of their originals; renditions are not counted. */
    @WithDefault("10G")
    MemorySize bytes();
}
