package dev.darkroom.video;

import dev.darkroom.ffmpeg.VideoHeader;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Labelled;
import dev.darkroom.media.FileStore;
import dev.darkroom.media.UploadType.Stored;
import dev.darkroom.media.UploadedRecord;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.WorkState;
import dev.darkroom.status.WorkState.Status;
import jakarta.persistence.Entity;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;

/** An uploaded video and the state of its transcoding. */
@Entity
@DynamicUpdate
public class Video extends UploadedRecord {

    /** As its header says; null if it does not. */
    Long durationMs;

    /** The estimated rest of the running work. */
    Long remainingMs;

    /** The segments that the last attempt found; null in the first. */
    Integer kept;

    /** The run whose files are the result; null before it. */
    UUID completedBy;

    /** A result. No two runs write the same file, so its content never changes. */
    enum Rendition implements Labelled {
        VIDEO("mp4", "video/mp4"),
        POSTER("jpg", "image/jpeg");

        private final String extension;
        final String type;

        Rendition(String extension, String type) {
            this.extension = extension;
            this.type = type;
        }

        String fileName(UUID token) {
            return "%s-%s.%s".formatted(label(), token, extension);
        }
    }

    protected Video() {}

    Video(Stored<VideoHeader> video, UUID ownerId, int segments, Jobs.Acceptance acceptance) {
        super(video, ownerId, new WorkState(acceptance, segments));
        this.width = video.header().width();
        this.height = video.header().height();
        this.durationMs = video.header().durationMs();
    }

    /** Its results, or else its original unless it is cancelled, and its segments. */
    @Override
    public Set<String> lastingFiles() {
        Stream<String> results = completedBy == null
                ? Stream.of(FileStore.ORIGINAL).filter(original -> !work.isCancelled())
                : Stream.of(Rendition.values()).map(rendition -> rendition.fileName(completedBy));
        Stream<String> segments =
                VideoSegment.of(id).stream().flatMap(segment -> Stream.of(segment.file(), segment.still()));
        return Stream.concat(results, segments).collect(Collectors.toSet());
    }

    @Override
    public JobKind<?> kind() {
        return TranscodeVideo.KIND;
    }

    @Override
    public String statusPath() {
        return "/videos/" + id + "/status";
    }

    @Override
    public StatusView.Progress progress() {
        return work.progress(work.is(Status.PROCESSING) ? remainingMs : null, kept);
    }

    @Override
    public Map<String, String> links() {
        return work.is(Status.COMPLETE)
                ? Map.of("video", "/videos/" + id + "/video", "poster", "/videos/" + id + "/poster")
                : Map.of();
    }
}
