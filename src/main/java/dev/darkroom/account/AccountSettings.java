package dev.darkroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Lifetimes of sessions and guests. */
final class AccountSettings {

    private AccountSettings() {}

    @ConfigMapping(prefix = "darkroom.session")
    interface Session {

        /** Time from signing in to signing in again. */
        @WithDefault("7d")
        Duration lifetime();
    }

    @ConfigMapping(prefix = "darkroom.stage")
    interface Stage {

        /** Time after which a guest is deleted, with all records, photos and mails. */
        @WithDefault("24h")
        Duration guestLifetime();
    }
}
