package dev.darkroom.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Locale;

/** Simulated delays, so that slow work takes noticeably long. They are declared here because pages show them. */
@ConfigMapping(prefix = "darkroom.simulate")
public interface SimulatedDelays {

    /** Before a mail is sent. */
    @WithDefault("2s")
    Duration smtpDelay();

    /** Before the payment gateway answers. */
    @WithDefault("1500ms")
    Duration gatewayDelay();

    /** Before each rendition of a picture. */
    @WithDefault("600ms")
    Duration resizeDelay();

    /** For each segment of a video. */
    @WithDefault("1s")
    Duration transcodeDelay();

    /** The text that a page shows, or null without a delay. */
    default String smtpText() {
        return text(smtpDelay(), "a mail");
    }

    default String gatewayText() {
        return text(gatewayDelay(), "a charge");
    }

    default String resizeText() {
        return text(resizeDelay(), "a rendition");
    }

    default String transcodeText() {
        return text(transcodeDelay(), "a segment");
    }

    private static String text(Duration delay, String each) {
        return delay.isZero() ? null : String.format(Locale.ROOT, "%,d ms %s", delay.toMillis(), each);
    }
}
