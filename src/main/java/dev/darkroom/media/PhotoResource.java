package dev.darkroom.media;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The gallery: a visitor's photos, their upload, their status and their files. */
@Path("/photos")
@Authenticated
public class PhotoResource {

    private static final int LIMIT = 200;

    private final FileStore files;
    private final FileResponses fileResponses;
    private final Uploads uploads;
    private final PhotoUpload upload;
    private final StatusReader statuses;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;

    PhotoResource(
            FileStore files,
            FileResponses fileResponses,
            Uploads uploads,
            PhotoUpload upload,
            StatusReader statuses,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest request) {
        this.files = files;
        this.fileResponses = fileResponses;
        this.uploads = uploads;
        this.upload = upload;
        this.statuses = statuses;
        this.delays = delays;
        this.visitor = visitor;
        this.request = request;
    }

    @CheckedTemplate(basePath = "media")
    static class Templates {
        static native TemplateInstance photos(
                List<PhotoCard> photos, boolean moving, StatusView welcome, String simulated, long maxMegabytes);
    }

    @GET
    public Response gallery() {
        List<Photo> photos = UploadedRecord.findLatest(Photo.class, visitor.id(), LIMIT);
        Map<UUID, String> processes = statuses.soleProcesses(photos);
        List<PhotoCard> cards =
                statuses.read(photos, (photo, status) -> new PhotoCard(photo, status, processes.get(photo.id)));
        return request.answer(cards, () -> {
            boolean moving = cards.stream().anyMatch(card -> card.status().moving());
            StatusView welcome = statuses.latestNotable(visitor.id());
            return Templates.photos(cards, moving, welcome, delays.resizeText(), upload.maxMegabytes());
        });
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm("files") List<FileUpload> files, @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        return uploads.accept(upload, files, keys);
    }

    @POST
    @Path("/samples")
    public Response samples(@HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        return uploads.acceptSamples(upload, PhotoUpload.SAMPLES, keys);
    }

    @GET
    @Path("/{id}/status")
    public Response status(UUID id) {
        return uploads.status(upload, id);
    }

    @GET
    @Path("/{id}/{rendition: thumb|medium|large}")
    public Response rendition(UUID id, String rendition) {
        Photo photo = uploads.owned(upload, id);
        Rendition size = Rendition.valueOf(rendition.toUpperCase(Locale.ROOT));
        return file(photo, photo.fileName(size), "image/jpeg").build();
    }

    /** The uploaded file, as a download only: a browser must not render it. */
    @GET
    @Path("/{id}/original")
    public Response original(UUID id) {
        Photo photo = uploads.owned(upload, id);
        String name = URLEncoder.encode(photo.name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return file(photo, FileStore.ORIGINAL, MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + name)
                .build();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(UUID id) {
        return uploads.delete(upload, id);
    }

    @POST
    @Path("/{id}/delete")
    public Response deleteByForm(UUID id) {
        return uploads.deleteByForm(upload, id);
    }

    private Response.ResponseBuilder file(Photo photo, String name, String mediaType) {
        return fileResponses.answer(photo.in(files).find(photo.id, name).orElseThrow(HttpRefusal::notFound), mediaType);
    }

    /**
     * A photo as the gallery shows it.
     *
     * @param process the only one that knows about its work; null if the work is durable or has ended
     */
    public record PhotoCard(
            UUID id, String name, int width, int height, StatusView status, @JsonIgnore String process) {

        PhotoCard(Photo photo, StatusView status, String process) {
            this(photo.id, photo.name, photo.width, photo.height, status, process);
        }

        /** The sentence on its print if the work is lost. */
        public String lostText() {
            return "Only %s knew about this photo.".formatted(process == null ? "a process that is gone" : process);
        }

        /** The largest rendition is made first, so it shows how far the others are. */
        public String picture() {
            boolean any =
                    status.complete() || status.moving() && status.progress().done() > 0;
            return any ? "/photos/%s/%s".formatted(id, status.complete() ? "medium" : "large") : null;
        }

        /** The renditions with their widths, from which the browser chooses. */
        public String srcset() {
            return Stream.of(Rendition.values())
                    .map(rendition -> "/photos/%s/%s %dw".formatted(id, rendition.label(), widthOf(rendition)))
                    .collect(Collectors.joining(", "));
        }

        private int widthOf(Rendition rendition) {
            return Math.max(1, (int) Math.min(width, (long) rendition.edge * width / Math.max(width, height)));
        }
    }
}
