package dev.darkroom.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The run of a job. All durations as Quarkus reads them: {@code 600ms}, {@code 30s}, {@code 1m}, {@code 7d}. */
@ConfigMapping(prefix = "darkroom.jobs")
interface JobSettings {

    /** How long a claim holds without a heartbeat, and a hand-over without a claim. */
    @WithDefault("30s")
    Duration lease();

    /** How often a running job extends its lease. */
    @WithDefault("10s")
    Duration heartbeat();

    /** Runs of one job, before it is dead. */
    @WithDefault("10")
    int maxAttempts();

    /** The longest wait before the second attempt; it doubles with each further one. */
    @WithDefault("2s")
    Duration backoffBase();

    /** The longest wait between two attempts. */
    @WithDefault("1m")
    Duration backoffCap();

    /** How long a finished job and its timeline are kept. */
    @WithDefault("7d")
    Duration retention();

    /** How often the relay looks for due rows of which nobody told it. */
    @WithDefault("1s")
    Duration poll();
}
