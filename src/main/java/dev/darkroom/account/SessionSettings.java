package dev.darkroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sessions, {@code darkroom.session}. */
@ConfigMapping(prefix = "darkroom.session")
interface SessionSettings {

    /** How long who has signed in stays so; then they sign in again. */
    @WithDefault("7d")
    Duration lives();
}
