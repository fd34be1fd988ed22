package dev.darkroom.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.Status;
import dev.darkroom.status.StatusAnswer;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.Audience;
import dev.darkroom.web.InvalidInput;
import dev.darkroom.web.Limited;
import dev.darkroom.web.Limits;
import dev.darkroom.web.Problem;
import dev.darkroom.web.Refusals;
import dev.darkroom.web.Visitor;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Takes several pictures at once: the good ones are accepted, each of the others is told why it is not. */
@Path("/photos")
@Authenticated
public class UploadResource {

    private final Upload upload;
    private final Samples samples;
    private final StatusReader statuses;
    private final StatusAnswer answer;
    private final RequestTimes times;
    private final Refusals refusals;
    private final Visitor visitor;
    private final Audience audience;

    UploadResource(
            Upload upload,
            Samples samples,
            StatusReader statuses,
            StatusAnswer answer,
            RequestTimes times,
            Refusals refusals,
            Visitor visitor,
            Audience audience) {
        this.upload = upload;
        this.samples = samples;
        this.statuses = statuses;
        this.answer = answer;
        this.times = times;
        this.refusals = refusals;
        this.visitor = visitor;
        this.audience = audience;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Limited(Limits.Of.UPLOAD)
    public Response upload(@RestForm("files") List<FileUpload> uploads) {
        List<Incoming> incoming = uploads.stream()
                .map(file -> new Incoming(file.fileName(), file.uploadedFile()))
                .toList();
        if (incoming.isEmpty()) {
            throw new InvalidInput("No file was sent: the field is called files.");
        }
        return take(incoming);
    }

    @POST
    @Path("/samples")
    @Limited(Limits.Of.UPLOAD)
    public Response samples() {
        return take(samples.uploaded().entrySet().stream()
                .map(sample -> new Incoming(sample.getKey(), sample.getValue()))
                .toList());
    }

    private Response take(List<Incoming> incoming) {
        List<StoredPicture> stored = new ArrayList<>();
        List<Entry> refused = new ArrayList<>();
        for (Incoming file : incoming) {
            try {
                stored.add(upload.store(file.name(), file.path()));
            } catch (UploadRefused e) {
                refused.add(Entry.refused(file.name(), new Problem(e.status(), e.getMessage())));
            }
        }
        return answer(accept(stored), refused);
    }

    private List<Photo> accept(List<StoredPicture> stored) {
        List<Photo> photos = upload.accept(stored, visitor.id());
        photos.forEach(times::accepted);
        return Photo.of(photos.stream().map(Photo::id).toList(), visitor.id());
    }

    private Response answer(List<Photo> photos, List<Entry> refused) {
        boolean allFailed = photos.stream().allMatch(photo -> photo.processing().hasFailedInline());
        if (photos.size() == 1 && allFailed && refused.isEmpty()) {
            return answer.failed(photos.get(0));
        }
        List<Entry> entries = new ArrayList<>();
        photos.forEach(photo -> entries.add(Entry.accepted(photo, statuses.read(photo))));
        entries.addAll(refused);
        if (allFailed || (audience.isBrowser() && !refused.isEmpty())) {
            return refuse(entries);
        }
        return audience.isBrowser() ? Response.seeOther(URI.create("/photos")).build() : accepted(photos, entries);
    }

    /** The common refusal, or 422 if they differ; for a person also where some were taken, so that nothing is silent. */
    private Response refuse(List<Entry> entries) {
        List<Integer> reasons = entries.stream()
                .filter(entry -> entry.problem() != null)
                .map(entry -> entry.problem().status())
                .distinct()
                .toList();
        int status = reasons.size() == 1 ? reasons.get(0) : 422;
        if (audience.isBrowser()) {
            return refusals.answer(new Problem(status, sentence(entries)));
        }
        return Response.status(status)
                .entity(new Refused("No picture was taken", status, sentence(entries), entries))
                .type(Problem.JSON)
                .build();
    }

    private static Response accepted(List<Photo> photos, List<Entry> entries) {
        boolean working = photos.stream().anyMatch(photo -> photo.processing().is(Status.PROCESSING));
        Response.ResponseBuilder answer = Response.status(working ? 202 : 201)
                .location(URI.create(location(photos)))
                .entity(Map.of("status", location(photos), "photos", entries))
                .type(MediaType.APPLICATION_JSON);
        return (working ? answer.header(HttpHeaders.RETRY_AFTER, 1) : answer).build();
    }

    private static String location(List<Photo> photos) {
        return photos.size() == 1
                ? photos.get(0).statusPath()
                : "/status?photos="
                        + photos.stream().map(photo -> photo.id().toString()).collect(Collectors.joining(","));
    }

    private static String sentence(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.problem() == null
                        ? "%s: accepted.".formatted(entry.name())
                        : "%s: %s".formatted(entry.name(), entry.problem().detail()))
                .collect(Collectors.joining("\n"));
    }

    private record Incoming(String name, java.nio.file.Path path) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String name, String status, UUID id, Map<String, String> links, Problem problem) {

        static Entry accepted(Photo photo, StatusView view) {
            int failed = photo.processing().isRejected() ? 422 : 502;
            Problem problem = view.failed() ? new Problem(failed, view.error()) : null;
            return new Entry(photo.name, view.status(), photo.id, view.links(), problem);
        }

        static Entry refused(String name, Problem problem) {
            return new Entry(name, "refused", null, null, problem);
        }
    }

    /** A problem (RFC 9457) that tells of each file. */
    record Refused(String title, int status, String detail, List<Entry> photos) {}
}
