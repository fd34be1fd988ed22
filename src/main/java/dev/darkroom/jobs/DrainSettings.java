package dev.darkroom.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The end of a process that was asked to end. */
@ConfigMapping(prefix = "darkroom.drain")
interface DrainSettings {

    /** How long running jobs may go on at SIGTERM before they are interrupted. */
    @WithDefault("20s")
    Duration grace();
}
