package dev.darkroom.video;

import dev.darkroom.ffmpeg.Transcoder.Source;
import dev.darkroom.jobs.JobContext;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.List;
import java.util.UUID;

/** A transcoded part of a video that is on the disk. It was recorded by a run that held its lease. */
@Entity
@IdClass(VideoSegment.Key.class)
class VideoSegment extends PanacheEntityBase {

    @Id
    UUID videoId;

    /** Counted from 0. */
    @Id
    int number;

    /** The run that wrote it, whose folder has the file. */
    UUID token;

    int attempt;

    /** In microseconds from the start of the video. */
    long startsAt;

    long endsAt;
    int frames;

    /** Names the source, the settings and ffmpeg's version. */
    String fingerprint;

    /** Whether the video ends here. */
    boolean last;

    protected VideoSegment() {}

    VideoSegment(UUID videoId, int number, JobContext run, Source source, int frames, boolean last) {
        long first = (long) number * source.length();
        this.videoId = videoId;
        this.number = number;
        this.token = run.leaseToken();
        this.attempt = run.job() == null ? 1 : run.job().attempt;
        this.startsAt = source.header().rate().micros(first);
        this.endsAt = source.header().rate().micros(first + frames);
        this.frames = frames;
        this.fingerprint = source.fingerprint();
        this.last = last;
    }

    static List<VideoSegment> of(UUID video) {
        return list("videoId = ?1 order by number", video);
    }

    static void deleteOf(UUID video) {
        delete("videoId", video);
    }

    /** @param kept the segments that this run found */
    void replaceUnfitting(int kept, Long remainingMs) {
        delete("videoId = ?1 and number >= ?2", videoId, number);
        persist();
        Video.update("kept = ?1, remainingMs = ?2 where id = ?3", kept == 0 ? null : kept, remainingMs, videoId);
    }

    String file() {
        return "%s/%05d.mp4".formatted(token, number);
    }

    /** A small picture of its first frame. */
    String still() {
        return "%s/%05d.jpg".formatted(token, number);
    }

    /** Its lines in the list of what is joined. The times of the file alone would be rounded at each seam. */
    String listEntry() {
        return "file ../%s%nduration %dus".formatted(file(), endsAt - startsAt);
    }

    record Key(UUID videoId, int number) {}
}
