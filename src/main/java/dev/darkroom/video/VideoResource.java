package dev.darkroom.video;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.media.FileResponses;
import dev.darkroom.media.FileStore;
import dev.darkroom.media.UploadedRecord;
import dev.darkroom.media.Uploads;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.video.Video.Rendition;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** A visitor's videos: their upload, status and files. */
@Path("/videos")
@Authenticated
public class VideoResource {

    private static final int LIMIT = 200;

    private final VideoUpload type;
    private final Uploads uploads;
    private final FileStore files;
    private final FileResponses fileResponses;
    private final StatusReader statuses;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;

    VideoResource(
            VideoUpload type,
            Uploads uploads,
            @VideoFileStore.Videos FileStore files,
            FileResponses fileResponses,
            StatusReader statuses,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest request) {
        this.type = type;
        this.uploads = uploads;
        this.files = files;
        this.fileResponses = fileResponses;
        this.statuses = statuses;
        this.delays = delays;
        this.visitor = visitor;
        this.request = request;
    }

    @CheckedTemplate(basePath = "video")
    static class Templates {
        static native TemplateInstance videos(List<VideoCard> videos, boolean moving, String simulated, String problem);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm("files") List<FileUpload> uploaded, @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        return uploads.accept(type, uploaded, keys);
    }

    @POST
    @Path("/samples")
    public Response sample(@HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        return uploads.acceptSamples(type, List.of("regatta.mp4"), keys);
    }

    @GET
    public Response list() {
        List<VideoCard> cards =
                statuses.read(UploadedRecord.findLatest(Video.class, visitor.id(), LIMIT), VideoCard::new);
        boolean moving = cards.stream().anyMatch(card -> card.status().moving());
        return request.answer(
                cards,
                () -> Templates.videos(
                        cards, moving, delays.transcodeText(), type.problem().orElse(null)));
    }

    @GET
    @Path("/{id}/status")
    public Response status(UUID id) {
        return uploads.status(type, id);
    }

    @GET
    @Path("/{id}/{name: video|poster}")
    public Response rendition(UUID id, String name) {
        Rendition rendition = Rendition.valueOf(name.toUpperCase(Locale.ROOT));
        Video video = uploads.owned(type, id);
        return Optional.ofNullable(video.completedBy)
                .flatMap(run -> video.in(files).find(id, rendition.fileName(run)))
                .map(file -> fileResponses.answer(file, rendition.type).build())
                .orElseThrow(HttpRefusal::notFound);
    }

    /** The first frame of a segment, counted from 1, while the video is being transcoded. */
    @GET
    @Path("/{id}/frames/{number}")
    public Response frame(UUID id, int number) {
        FileStore store = uploads.owned(type, id).in(files);
        return VideoSegment.<VideoSegment>findByIdOptional(new VideoSegment.Key(id, number - 1))
                .flatMap(segment -> store.find(id, segment.still()))
                .map(file -> fileResponses.answer(file, "image/jpeg").build())
                .orElseThrow(HttpRefusal::notFound);
    }

    @DELETE
    @Path("/{id}")
    public Response delete(UUID id) {
        return uploads.delete(type, id);
    }

    @POST
    @Path("/{id}/delete")
    public Response deleteByForm(UUID id) {
        return uploads.deleteByForm(type, id);
    }

    /**
     * A video as its page shows it.
     *
     * @param starts the number of segments that an attempt after the first has found, by attempt, while it is transcoded
     */
    public record VideoCard(
            UUID id, String name, int width, int height, StatusView status, @JsonIgnore Map<Integer, Integer> starts) {

        VideoCard(Video video, StatusView status) {
            this(video.id, video.name, video.width, video.height, status, starts(video, status));
        }

        private static Map<Integer, Integer> starts(Video video, StatusView status) {
            if (!status.moving() || status.attempt() < 2) {
                return Map.of();
            }
            Map<Integer, Integer> starts =
                    new TreeMap<>(Map.of(status.attempt(), status.progress().done()));
            VideoSegment.of(video.id).forEach(segment -> starts.merge(segment.attempt, segment.number, Math::min));
            return starts;
        }

        /** The segments that this attempt has found. */
        public int kept() {
            return starts.getOrDefault(status.attempt(), 0);
        }

        /** The number of frames in its film: as many as are known. */
        public int frames() {
            Integer total = status.progress().total();
            return total == null ? status.progress().done() + 1 : total;
        }

        /** The estimated seconds of the rest; null if they are unknown. */
        public Long secondsLeft() {
            Long rest = status.progress().remainingMs();
            return rest == null ? null : Math.max(1, (rest + 500) / 1000);
        }

        /** Whether a run has died after so many segments. Script: {@code videos.js}. */
        public boolean died(int segments) {
            return status.attempts().stream()
                    .filter(StatusView.Attempt::hasDied)
                    .anyMatch(run -> segments == end(run));
        }

        /** The next run has begun where this one has ended. */
        private int end(StatusView.Attempt run) {
            return starts.getOrDefault(run.attempt() + 1, status.progress().done());
        }
    }
}
