package dev.darkroom.video;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.OptionalLong;

/** The limits of a video, and the length of its segments. */
@ConfigMapping(prefix = "darkroom.video")
interface VideoSettings {

    /** Size of one file, such as {@code 500M}. */
    @WithDefault("500M")
    MemorySize maxBytes();

    @WithDefault("10m")
    Duration maxDuration();

    /** Width times height of a frame. */
    @WithDefault("8294400")
    long maxPixels();

    @WithDefault("5s")
    Duration segment();

    /** The most videos that a user may have at a time; no limit if not set. */
    OptionalLong maxPerUser();

    /** Fails the start with a sentence if a value cannot work. */
    @ApplicationScoped
    class Check {

        void check(@Observes StartupEvent event, VideoSettings video) {
            requireOne("max-duration", video.maxDuration().toSeconds(), " s");
            requireOne("max-pixels", video.maxPixels(), "");
            requireOne("segment", video.segment().toSeconds(), " s");
            requireOne("max-per-user", video.maxPerUser().orElse(1), "");
        }

        private static void requireOne(String setting, long value, String unit) {
            if (value < 1) {
                throw new ConfigurationException("darkroom.video.%s must be at least 1%s.".formatted(setting, unit));
            }
        }
    }
}
