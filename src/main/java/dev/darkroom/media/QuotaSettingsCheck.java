package dev.darkroom.media;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses, at the start and with a sentence, a quota that would refuse everything. */
@ApplicationScoped
class QuotaSettingsCheck {

    void check(@Observes StartupEvent event, QuotaSettings quota, UploadSettings upload) {
        demand(quota.photos() >= 1, "darkroom.quota.photos must be at least 1.");
        demand(
                quota.bytes().asLongValue() >= upload.maxBytes().asLongValue(),
                "darkroom.quota.bytes (%d) must be at least darkroom.upload.max-bytes (%d), or a picture that may be uploaded would never be kept."
                        .formatted(
                                quota.bytes().asLongValue(), upload.maxBytes().asLongValue()));
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }
}
