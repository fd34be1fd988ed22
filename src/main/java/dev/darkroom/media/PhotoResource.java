package dev.darkroom.media;

import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The gallery: a visitor's photos, their status and their files. */
@Path("/photos")
@Authenticated
public class PhotoResource {

    private static final int MOST = 200;
    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final String NOTHING_IN_IT_MAY_ACT =
            "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final PhotoDeletion album;
    private final FileStore files;
    private final UploadSettings settings;
    private final StatusReader statuses;
    private final StatusResponses answer;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    PhotoResource(
            PhotoDeletion album,
            FileStore files,
            UploadSettings settings,
            StatusReader statuses,
            StatusResponses answer,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.album = album;
        this.files = files;
        this.settings = settings;
        this.statuses = statuses;
        this.answer = answer;
        this.delays = delays;
        this.visitor = visitor;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "media")
    static class Templates {
        static native TemplateInstance photos(
                List<PhotoCard> photos, StatusView welcome, String simulated, long maxMegabytes);
    }

    @GET
    public Response gallery() {
        List<Photo> photos = Photo.latestOf(visitor.id(), MOST);
        List<StatusView> views = statuses.read(photos);
        List<PhotoCard> cards = IntStream.range(0, photos.size())
                .mapToObj(i -> PhotoCard.of(photos.get(i), views.get(i)))
                .toList();
        return audience.isBrowser()
                ? Response.ok(Templates.photos(
                                cards,
                                statuses.news(visitor.id()),
                                delays.resizeText(),
                                settings.maxBytes().asLongValue() / (1024 * 1024)))
                        .type(MediaType.TEXT_HTML)
                        .build()
                : Response.ok(cards).type(MediaType.APPLICATION_JSON).build();
    }

    @GET
    @Path("/{id}/status")
    public Response status(UUID id) {
        return answer.status(mine(id));
    }

    /** The file never changes: another picture has another address. */
    @GET
    @Path("/{id}/{rendition: thumb|medium|large}")
    public Response file(UUID id, String rendition) {
        Photo photo = mine(id);
        return Rendition.of(rendition)
                .flatMap(wanted -> files.find(id, photo.fileOf(wanted)))
                .map(file -> Response.ok(file)
                        .type("image/jpeg")
                        .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                        .build())
                .orElseThrow(HttpRefusal::notFound);
    }

    /** As it was uploaded, and therefore never shown: only ever kept, under a name that says what it is. */
    @GET
    @Path("/{id}/original")
    public Response original(UUID id, HttpServerResponse answer) {
        Photo photo = mine(id);
        java.nio.file.Path file = files.original(id);
        if (!Files.isRegularFile(file)) {
            throw HttpRefusal.notFound();
        }
        // Over what the settings say for all answers: a header of the response is sent beside that one.
        answer.putHeader("Content-Security-Policy", NOTHING_IN_IT_MAY_ACT);
        Download download = Download.of(photo, PictureHeader.of(file));
        return Response.ok(file)
                .type(download.type())
                .header(HttpHeaders.CONTENT_DISPOSITION, download.disposition())
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .build();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(UUID id) {
        album.delete(mine(id));
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/delete")
    public Response deleteByForm(UUID id) {
        album.delete(mine(id));
        return Response.seeOther(URI.create("/photos")).build();
    }

    private Photo mine(UUID id) {
        return Photo.of(id, visitor.id()).orElseThrow(HttpRefusal::notFound);
    }
}
