package dev.darkroom.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.idempotency.IdempotencyRecords;
import dev.darkroom.idempotency.RequestFingerprint;
import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.Status;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResource;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Problem;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Takes several pictures at once: the good ones are accepted, each of the others is told why it is not. */
@Path("/photos")
@Authenticated
public class UploadResource {

    private final Upload upload;
    private final IdempotencyRecords intents;
    private final SamplePhotos samples;
    private final StatusReader statuses;
    private final StatusResponses answer;
    private final RequestTimes times;
    private final ErrorResponses refusals;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    UploadResource(
            Upload upload,
            IdempotencyRecords intents,
            SamplePhotos samples,
            StatusReader statuses,
            StatusResponses answer,
            RequestTimes times,
            ErrorResponses refusals,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.upload = upload;
        this.intents = intents;
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
    public Response upload(
            @RestForm("files") List<FileUpload> uploads, @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        List<Incoming> incoming = uploads.stream()
                .map(file -> new Incoming(new PictureName(file.fileName()), file.uploadedFile()))
                .toList();
        if (incoming.isEmpty()) {
            throw HttpRefusal.badRequest("No file was sent: the field is called files.");
        }
        return take("POST /photos", incoming, keys);
    }

    @POST
    @Path("/samples")
    public Response samples(@HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        Map<String, java.nio.file.Path> copies = samples.uploaded();
        try {
            List<Incoming> incoming = copies.entrySet().stream()
                    .map(sample -> new Incoming(new PictureName(sample.getKey()), sample.getValue()))
                    .toList();
            return take("POST /photos/samples", incoming, keys);
        } finally {
            samples.remove(copies.values());
        }
    }

    /** A form has no key; a program may have one. */
    private Response take(String operation, List<Incoming> incoming, List<String> keys) {
        Optional<IdempotencyKey> key = audience.isBrowser() ? Optional.empty() : IdempotencyKey.of(keys);
        return key.map(one -> takeOnce(one, fingerprint(operation, incoming), incoming))
                .orElseGet(() -> take(incoming));
    }

    private Response take(List<Incoming> incoming) {
        List<StoredPicture> stored = new ArrayList<>();
        List<Entry> refused = new ArrayList<>();
        store(incoming, stored, refused);
        return answer(photos(ids(accept(stored, refused))), refused);
    }

    /** Of a repeat that is noticed only when its files are stored, these are left to the sweeper. */
    private Response takeOnce(IdempotencyKey key, RequestFingerprint payload, List<Incoming> incoming) {
        List<StoredPicture> stored = new ArrayList<>();
        List<Entry> refused = new ArrayList<>();
        IdempotencyRecords.Request request = new IdempotencyRecords.Request(
                visitor.id(), key, payload, () -> accept(stored, refused), photos -> answer(photos(photos), refused));
        return intents.repeated(request).orElseGet(() -> {
            store(incoming, stored, refused);
            return stored.isEmpty() ? answer(List.of(), refused) : intents.once(request);
        });
    }

    private static RequestFingerprint fingerprint(String operation, List<Incoming> incoming) {
        RequestFingerprint payload = RequestFingerprint.of(operation);
        incoming.forEach(file -> payload.with(String.valueOf(file.name()), Upload.hash(file.path())));
        return payload;
    }

    private void store(List<Incoming> incoming, List<StoredPicture> stored, List<Entry> refused) {
        for (Incoming file : incoming) {
            try {
                stored.add(upload.store(file.name(), file.path()));
            } catch (UploadRejected e) {
                refused.add(Entry.refused(file.name(), e));
            }
        }
    }

    private List<Photo> accept(List<StoredPicture> stored, List<Entry> refused) {
        Upload.Accepted accepted = upload.accept(stored, visitor.id());
        accepted.refused().forEach((picture, why) -> {
            upload.discard(picture);
            refused.add(Entry.refused(picture.name(), why));
        });
        accepted.photos().forEach(times::accepted);
        return accepted.photos();
    }

    private List<Photo> photos(Collection<UUID> ids) {
        return Photo.of(ids, visitor.id());
    }

    private static List<UUID> ids(List<Photo> photos) {
        return photos.stream().map(Photo::id).toList();
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

    /** Of more than can be asked for at once, the gallery tells. */
    private static String location(List<Photo> photos) {
        if (photos.size() > StatusResource.MOST) {
            return "/photos";
        }
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

    private record Incoming(PictureName name, java.nio.file.Path path) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String name, String status, UUID id, Map<String, String> links, Problem problem) {

        static Entry accepted(Photo photo, StatusView view) {
            int failed = photo.processing().isRejected() ? 422 : 502;
            Problem problem = view.failed() ? new Problem(failed, view.error()) : null;
            return new Entry(photo.name, view.status(), photo.id, view.links(), problem);
        }

        static Entry refused(PictureName name, UploadRejected why) {
            return new Entry(name.shown(), "refused", null, null, new Problem(why.status(), why.getMessage()));
        }
    }

    /** A problem (RFC 9457) that tells of each file. */
    record Refused(String title, int status, String detail, List<Entry> photos) {}
}
