package dev.darkroom.video;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import java.time.Duration;
import java.util.UUID;

/** The job that transcodes a video. Its deadline is the longest time without a new segment. */
record TranscodeVideo(UUID videoId, UUID userId) implements JobPayload {

    static final JobKind<TranscodeVideo> KIND =
            new JobKind<>("transcode-video", TranscodeVideo.class, Lane.VIDEO, Duration.ofMinutes(2));

    @Override
    public String key() {
        return videoId.toString();
    }

    @Override
    public String owner() {
        return userId.toString();
    }

    @Override
    public String subject() {
        return "/videos/" + videoId + "/status";
    }
}
