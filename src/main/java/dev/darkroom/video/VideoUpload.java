package dev.darkroom.video;

import dev.darkroom.ffmpeg.ChildPrograms;
import dev.darkroom.ffmpeg.FfmpegPrograms;
import dev.darkroom.ffmpeg.VideoHeader;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.media.FileStore;
import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.media.UploadType;
import dev.darkroom.video.VideoFileStore.Videos;
import dev.darkroom.web.HttpRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accepts videos: checks their headers, and saves all videos and jobs of a request in one transaction. */
@ApplicationScoped
class VideoUpload implements UploadType<VideoHeader, Video> {

    private static final String LOCK_OWNER =
            "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?1, 15))) AS locked";

    private static final Duration LONGEST_INLINE = Duration.ofMinutes(1);

    private final FileStore files;
    private final VideoSettings settings;
    private final ChildPrograms children;
    private final FfmpegPrograms ffmpeg;
    private final Jobs jobs;

    VideoUpload(
            @Videos FileStore files, VideoSettings settings, ChildPrograms children, FfmpegPrograms ffmpeg, Jobs jobs) {
        this.files = files;
        this.settings = settings;
        this.children = children;
        this.ffmpeg = ffmpeg;
        this.jobs = jobs;
    }

    @Override
    public Target<Video> target() {
        return new Target<>("/videos", "No video was accepted", Video.class, files);
    }

    @Override
    public VideoHeader check(Incoming incoming) {
        problem().ifPresent(sentence -> {
            throw new HttpRefusal(503, sentence);
        });
        incoming.checkSize(settings.maxBytes());
        try {
            VideoHeader header = VideoHeader.read(incoming.file(), children);
            check(header, jobs.acceptance().mode() == DispatchMode.INLINE);
            return header;
        } catch (IOException e) {
            throw new FileStoreFailure("the video cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileStoreFailure("the video cannot be read", new IOException("the process is ending"));
        }
    }

    private void check(VideoHeader header, boolean inline) {
        long pixels = Math.max(header.pixels(), (long) header.width() * header.height());
        String size = header.width() + " × " + header.height();
        require(pixels <= settings.maxPixels(), "A frame has %s pixels: more than %,d.", size, settings.maxPixels());
        Duration known = Duration.ofMillis(header.durationMs() == null ? 0 : header.durationMs());
        Duration longest = settings.maxDuration();
        require(known.compareTo(longest) <= 0, "The video is longer than %d s.", longest.toSeconds());
        require(
                !inline || header.durationMs() != null && known.compareTo(LONGEST_INLINE) <= 0,
                "Inline, the request waits for all of it: at most %d s.",
                LONGEST_INLINE.toSeconds());
    }

    private static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new UploadRejected(422, message, values);
        }
    }

    Optional<String> problem() {
        return ffmpeg.problem();
    }

    /** With a limit, one request of a user at a time, so that two do not exceed it together. */
    @Override
    @Transactional
    public List<Video> accept(Collection<Stored<VideoHeader>> videos, UUID owner) {
        settings.maxPerUser().ifPresent(limit -> checkNumber(owner, videos.size(), limit));
        return videos.stream().map(video -> accept(video, owner)).toList();
    }

    static void checkNumber(UUID owner, int added, long limit) {
        Video.getEntityManager()
                .createNativeQuery(LOCK_OWNER)
                .setParameter(1, owner.toString())
                .getResultList();
        if (Video.count("ownerId", owner) + added > limit) {
            throw new UploadRejected(409, "You can have at most %d videos. Delete one of them first.", limit);
        }
    }

    private Video accept(Stored<VideoHeader> stored, UUID owner) {
        Video video = new Video(stored, owner, stored.header().segments(settings.segment()), jobs.acceptance());
        video.persistAndFlush();
        jobs.submit(TranscodeVideo.KIND, new TranscodeVideo(video.id, owner));
        return video;
    }
}
