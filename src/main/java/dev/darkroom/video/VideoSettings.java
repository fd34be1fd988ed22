package dev.darkroom.video;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.OptionalLong;
import org.hibernate.validator.constraints.time.DurationMin;

/** The limits of a video, and the length of its segments. */
@ConfigMapping(prefix = "darkroom.video")
interface VideoSettings {

    /** Size of one file, such as {@code 500M}. */
    @WithDefault("500M")
    MemorySize maxBytes();

    @WithDefault("10m")
    @DurationMin(seconds = 1)
    Duration maxDuration();

    /** Width times height of a frame. */
    @WithDefault("8294400")
    @Positive
    long maxPixels();

    @WithDefault("5s")
    @DurationMin(seconds = 1)
    Duration segment();

    /** The most videos that a user may have at a time; no limit if not set. */
    OptionalLong maxPerUser();
}
