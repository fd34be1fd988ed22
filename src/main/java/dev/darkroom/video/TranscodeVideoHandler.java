package dev.darkroom.video;

import dev.darkroom.ffmpeg.Transcoder;
import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.media.FileStore;
import dev.darkroom.media.RecordDeletion.StoredType;
import dev.darkroom.media.UploadedRecord;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.TrackedRecordHandler;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.video.Video.Rendition;
import dev.darkroom.video.VideoFileStore.Videos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Transcodes a video. A second run goes on after the segments that are recorded. */
@ApplicationScoped
class TranscodeVideoHandler implements TrackedRecordHandler<TranscodeVideo, TranscodeVideoHandler.Made> {

    private static final String OLD = "videoId in (select id from Video where work.finishedAt < ?1"
            + " or work.status = PROCESSING and work.mode <> DURABLE and work.acceptedAt < ?1)";

    private final FileStore files;
    private final Transcoder transcoder;
    private final VideoSettings settings;
    private final AfterCommit afterCommit;

    TranscodeVideoHandler(
            @Videos FileStore files, Transcoder transcoder, VideoSettings settings, AfterCommit afterCommit) {
        this.files = files;
        this.transcoder = transcoder;
        this.settings = settings;
        this.afterCommit = afterCommit;
    }

    /** The run whose files are the result, and a warning or null. */
    record Made(UUID token, String warning) {}

    @Produces
    RecordSource videos() {
        return new RecordSource(
                "videos",
                TranscodeVideo.KIND,
                "transcoded the video",
                (ids, owner) -> UploadedRecord.find(Video.class, ids, owner),
                (owner, limit) -> UploadedRecord.findLatest(Video.class, owner, limit),
                id -> record(id).map(this::published),
                owner -> Optional.empty());
    }

    @Produces
    StoredType stored() {
        return new StoredType(Video.class, TranscodeVideo.KIND, files);
    }

    private Effects published(Video video) {
        boolean isThere =
                video.completedBy != null && video.in(files).has(video.id, Rendition.VIDEO.fileName(video.completedBy));
        return new Effects(isThere ? 1 : 0, 1, "video in the file store");
    }

    @Override
    public JobKind<TranscodeVideo> kind() {
        return TranscodeVideo.KIND;
    }

    @Override
    public Optional<Video> record(UUID id) {
        return Video.findByIdOptional(id);
    }

    @Override
    public Made perform(TranscodeVideo job, JobContext run) throws IOException, InterruptedException {
        Optional<Video> video = QuarkusTransaction.requiringNew()
                .call(() -> record(job.videoId()).filter(found -> found.work().is(Status.PROCESSING)));
        return video.isEmpty()
                ? null
                : new Made(run.leaseToken(), new TranscodingRun(video.get(), run, files, transcoder, settings).make());
    }

    @Override
    public void succeeded(String key, Made made, End end) {
        TrackedRecordHandler.super.succeeded(key, made, end);
        record(UUID.fromString(key)).filter(video -> made != null).ifPresent(video -> {
            video.completedBy = made.token();
            video.warning = made.warning();
            removeSegments(video);
        });
    }

    @Override
    public void failed(String key, Failure failure, End end) {
        TrackedRecordHandler.super.failed(key, failure, end);
        if (failure.permanent()) {
            record(UUID.fromString(key)).ifPresent(this::removeSegments);
        }
    }

    @Override
    public void cancelled(String key, String by, End end) {
        TrackedRecordHandler.super.cancelled(key, by, end);
        record(UUID.fromString(key)).ifPresent(this::removeSegments);
    }

    /** Forgets the segments of dead and lost videos after a day. The sweep of the store then removes their files. */
    @Scheduled(every = "1h", delayed = "2m")
    @Transactional
    void forgetOldSegments() {
        VideoSegment.delete(OLD, Instant.now().minus(Duration.ofDays(1)));
    }

    private void removeSegments(Video video) {
        VideoSegment.deleteOf(video.id);
        Set<String> lasting = video.lastingFiles();
        afterCommit.run(() -> files.keepOnly(video.id, lasting));
    }

    /** If the video was deleted or cancelled during the run, removes what the run wrote after that. */
    @Override
    public void fenced(String key) {
        UUID id = UUID.fromString(key);
        boolean unwanted = QuarkusTransaction.requiringNew()
                .call(() -> record(id).map(video -> video.work().isCancelled()).orElse(true));
        if (unwanted) {
            files.delete(id);
        }
    }
}
