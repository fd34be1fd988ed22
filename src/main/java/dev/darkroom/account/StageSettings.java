package dev.darkroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The first page, on which anybody signs up with one click. */
@ConfigMapping(prefix = "darkroom.stage")
interface StageSettings {

    /** How long a throw-away visitor is remembered, with all photos and mails; then they are swept. */
    @WithDefault("24h")
    Duration visitorsLive();
}
