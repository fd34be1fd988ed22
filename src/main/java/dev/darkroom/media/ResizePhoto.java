package dev.darkroom.media;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import java.time.Duration;
import java.util.UUID;

/** The job that makes a photo's renditions. */
record ResizePhoto(UUID photoId, UUID userId) implements JobPayload {

    static final JobKind<ResizePhoto> KIND =
            new JobKind<>("resize-photo", ResizePhoto.class, Lane.IMAGES, Duration.ofMinutes(5));

    @Override
    public String key() {
        return photoId.toString();
    }

    @Override
    public String owner() {
        return userId.toString();
    }

    @Override
    public String subject() {
        return "/photos/" + photoId + "/status";
    }
}
