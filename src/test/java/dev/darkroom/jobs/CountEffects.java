package dev.darkroom.jobs;

import java.time.Duration;
import java.util.UUID;

/** A job whose handler counts its effects. */
record CountEffects(String key, String behaviour) implements JobPayload {

    static final JobKind<CountEffects> KIND =
            new JobKind<>("count-effects", CountEffects.class, Lane.MAIL, Duration.ofSeconds(30));

    static CountEffects that(String behaviour) {
        return new CountEffects(UUID.randomUUID().toString(), behaviour);
    }

    @Override
    public String owner() {
        return "test";
    }

    @Override
    public String subject() {
        return "test";
    }
}
