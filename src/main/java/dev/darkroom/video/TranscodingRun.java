package dev.darkroom.video;

import dev.darkroom.ffmpeg.Transcoder;
import dev.darkroom.ffmpeg.Transcoder.Stopped;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.media.FileStore;
import dev.darkroom.video.Video.Rendition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a video's job: encodes the segments that no run before has recorded, joins all, and publishes the results. It
 * writes into a folder of its own, under its lease token.
 */
class TranscodingRun {

    private final Video video;
    private final JobContext run;
    private final FileStore files;
    private final Transcoder transcoder;
    private final Path folder;
    private final Transcoder.Source source;
    /** Those of earlier runs that fit, and then those of this run. */
    private final List<VideoSegment> segments;

    private final int kept;
    private boolean hasSound;
    private final long begunNanos = System.nanoTime();

    TranscodingRun(Video video, JobContext run, FileStore files, Transcoder transcoder, VideoSettings settings)
            throws IOException, InterruptedException {
        this.video = video;
        this.run = run;
        this.files = video.in(files);
        this.transcoder = transcoder;
        this.source = transcoder.source(
                this.files.original(video.id), video.contentHash, settings.segment(), settings.maxDuration());
        this.folder = files.runFolder(video.id, run.leaseToken());
        this.segments = recorded();
        this.kept = segments.size();
    }

    /** The row of a segment makes it count: a file without a row may be of a run that had lost its lease. */
    private List<VideoSegment> recorded() {
        List<VideoSegment> fitting = new ArrayList<>();
        for (VideoSegment segment : QuarkusTransaction.requiringNew().call(() -> VideoSegment.of(video.id))) {
            if (segment.number == fitting.size()
                    && segment.fingerprint.equals(source.fingerprint())
                    && files.find(video.id, segment.file()).isPresent()) {
                fitting.add(segment);
            }
        }
        return fitting;
    }

    /** Publishes the results under names of its own, and returns a warning or null. */
    String make() throws IOException, InterruptedException {
        if (segments.isEmpty() || !latest().last) {
            encode();
        }
        run.progress("joining", segments.size(), segments.size());
        Path joined = join();
        Path poster = folder.resolve("poster.jpg");
        transcoder.poster(joined, latest().endsAt / 2, poster);
        publish(joined, Rendition.VIDEO.fileName(run.leaseToken()));
        publish(poster, Rendition.POSTER.fileName(run.leaseToken()));
        return source.warning(frames(segments), hasSound);
    }

    private void encode() throws IOException, InterruptedException {
        long encoded = transcoder.encode(source, kept, folder, () -> record(false));
        record(true);
        int recorded = frames(segments.subList(kept, segments.size()));
        if (recorded != encoded) {
            throw new Stopped("%d of %d encoded frames are on the disk".formatted(recorded, encoded));
        }
    }

    /** Records the segments that have become whole. */
    private void record(boolean succeeded) throws IOException, InterruptedException {
        Path part = Transcoder.part(folder, segments.size());
        Path next = Transcoder.part(folder, segments.size() + 1);
        while (Files.exists(part) && (succeeded || Files.exists(next))) {
            record(part, Files.notExists(next));
            part = next;
            next = Transcoder.part(folder, segments.size() + 1);
        }
    }

    /** First syncs and renames the file, then records it in the transaction that shows that the run holds its lease. */
    private void record(Path part, boolean last) throws IOException, InterruptedException {
        int frames = transcoder.countFrames(part);
        if (!last && frames != source.length()) {
            throw new Stopped("a segment has %d of %d frames".formatted(frames, source.length()));
        }
        VideoSegment segment = new VideoSegment(video.id, segments.size(), run, source, frames, last);
        publish(part, segment.file());
        Path still = folder.resolveSibling(segment.still());
        if (Files.exists(still) && !files.has(video.id, segment.still())) {
            publish(still, segment.still());
        }
        Files.delete(part);
        segments.add(segment);
        int done = segments.size();
        int estimated = source.segments();
        int total = last ? done : estimated == 0 ? 0 : Math.max(estimated, done + 1);
        long millisEach = (System.nanoTime() - begunNanos) / 1_000_000 / (done - kept);
        Long remaining = total == 0 ? null : millisEach * (total - done);
        run.checkpoint("transcoding", done, total, () -> segment.replaceUnfitting(kept, remaining));
    }

    private Path join() throws IOException, InterruptedException {
        Path list = folder.resolve("join.txt");
        Files.write(list, segments.stream().map(VideoSegment::listEntry).toList());
        Path joined = folder.resolve("joined.mp4");
        hasSound = transcoder.join(source, list, latest().endsAt, joined);
        int frames = transcoder.countFrames(joined);
        if (frames != frames(segments)) {
            run.checkpoint("transcoding", 0, source.segments(), () -> VideoSegment.deleteOf(video.id));
            throw new Stopped(
                    "the segments have %d frames, and the joined video %d".formatted(frames(segments), frames));
        }
        return joined;
    }

    private void publish(Path written, String name) {
        files.publish(video.id, name, run.leaseToken(), out -> Files.copy(written, out));
    }

    private VideoSegment latest() {
        return segments.get(segments.size() - 1);
    }

    private static int frames(List<VideoSegment> segments) {
        return segments.stream().mapToInt(segment -> segment.frames).sum();
    }
}
