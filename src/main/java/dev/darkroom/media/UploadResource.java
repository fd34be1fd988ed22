package dev.darkroom.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.idempotency.IdempotencyRecords;
import dev.darkroom.idempotency.RequestFingerprint;
import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.media.Upload.Incoming;
import dev.darkroom.media.Upload.StoredPicture;
import dev.darkroom.media.Upload.UploadRejected;
import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResource;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
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

/** Accepts the valid files of a request, and returns a reason for each rejected one. */
@Path("/photos")
@Authenticated
public class UploadResource {

    private final Upload upload;
    private final IdempotencyRecords idempotency;
    private final StatusReader statuses;
    private final StatusResponses responses;
    private final RequestTimes times;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;

    UploadResource(
            Upload upload,
            IdempotencyRecords idempotency,
            StatusReader statuses,
            StatusResponses responses,
            RequestTimes times,
            CurrentVisitor visitor,
            BrowserRequest request) {
        this.upload = upload;
        this.idempotency = idempotency;
        this.statuses = statuses;
        this.responses = responses;
        this.times = times;
        this.visitor = visitor;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm("files") List<FileUpload> files, @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        if (files.isEmpty()) {
            throw HttpRefusal.badRequest("No file was sent: the field is called files.");
        }
        return accept("POST /photos", files.stream().map(Incoming::of).toList(), keys);
    }

    @POST
    @Path("/samples")
    public Response samples(@HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        List<Incoming> copies = new ArrayList<>();
        try {
            upload.copySamples(copies::add);
            return accept("POST /photos/samples", copies, keys);
        } finally {
            copies.forEach(copy -> copy.file().toFile().delete());
        }
    }

    private Response accept(String operation, List<Incoming> files, List<String> keys) {
        Optional<IdempotencyKey> key = request.isBrowser() ? Optional.empty() : IdempotencyKey.of(keys);
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
        if (key.isPresent()) {
            return acceptOnce(key.get(), operation, files, batch);
        }
        store(files, batch);
        List<Photo> photos = upload.accept(batch.stored(), visitor.id());
        return answer(photos.stream().map(Photo::id).toList(), batch);
    }

    /** Fills the batch for a new key only. A repeat during the first request leaves its files to the sweeper. */
    private Response acceptOnce(IdempotencyKey key, String operation, List<Incoming> files, Batch batch) {
        RequestFingerprint fingerprint = new RequestFingerprint(operation);
        files.forEach(file -> fingerprint.with(file.name(), file.hash()));
        UUID owner = visitor.id();
        IdempotencyRecords.Request once = new IdempotencyRecords.Request(
                owner, key, fingerprint, () -> upload.accept(batch.stored(), owner), photos -> answer(photos, batch));
        return idempotency.replay(once).orElseGet(() -> {
            store(files, batch);
            return batch.stored().isEmpty() ? answer(List.of(), batch) : idempotency.execute(once);
        });
    }

    /** Stores all files or, on a full disk, none. */
    void store(List<Incoming> files, Batch batch) {
        for (Incoming file : files) {
            try {
                batch.stored().add(upload.store(file));
            } catch (UploadRejected e) {
                batch.rejected().add(Entry.rejected(file.name(), e));
            } catch (FileStoreFailure e) {
                upload.discard(batch.stored());
                throw e;
            }
        }
    }

    private Response answer(Collection<UUID> ids, Batch batch) {
        List<Photo> photos = Photo.findOwned(ids, visitor.id());
        times.store(photos);
        Optional<Photo> unrecorded =
                photos.stream().filter(photo -> photo.work().isPendingInline()).findFirst();
        if (unrecorded.isPresent()) {
            return responses.unrecorded(unrecorded.get());
        }
        boolean allFailed = photos.stream().allMatch(photo -> photo.work().hasFailedInline());
        boolean allStored = batch.rejected().isEmpty();
        if (photos.size() == 1 && allFailed && allStored) {
            return responses.failed(photos.get(0));
        }
        List<Entry> entries = new ArrayList<>(statuses.read(photos, Entry::accepted));
        entries.addAll(batch.rejected());
        if (allFailed || (request.isBrowser() && !allStored)) {
            return rejected(entries);
        }
        return request.isBrowser() ? Response.seeOther(URI.create("/photos")).build() : accepted(photos, entries);
    }

    /** Answers with the status that all rejected files share, or 422. A browser gets it even if other files were accepted. */
    private Response rejected(List<Entry> entries) {
        List<Integer> reasons = entries.stream()
                .filter(entry -> entry.problem() != null)
                .map(entry -> entry.problem().status())
                .distinct()
                .toList();
        int status = reasons.size() == 1 ? reasons.get(0) : 422;
        String detail = entries.stream().map(Entry::sentence).collect(Collectors.joining("\n"));
        if (request.isBrowser()) {
            throw new HttpRefusal(status, detail);
        }
        return Response.status(status)
                .entity(new Rejection("No picture was accepted", status, detail, entries))
                .type(Problem.JSON)
                .build();
    }

    private static Response accepted(List<Photo> photos, List<Entry> entries) {
        String location = location(photos);
        boolean unfinished = photos.stream().anyMatch(photo -> photo.work().acceptedCode() == 202);
        return Response.status(unfinished ? 202 : 201)
                .location(URI.create(location))
                .header(HttpHeaders.RETRY_AFTER, unfinished ? StatusResponses.POLL_SECONDS : null)
                .entity(Map.of("status", location, "photos", entries))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    static String location(List<Photo> photos) {
        if (photos.size() == 1) {
            return photos.get(0).statusPath();
        }
        String ids = photos.stream().map(photo -> photo.id.toString()).collect(Collectors.joining(","));
        return photos.size() > StatusResource.MAX_IDS ? "/photos" : "/status?photos=" + ids;
    }

    /** The files of one request after their check. */
    record Batch(List<StoredPicture> stored, List<Entry> rejected) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String name, String status, UUID id, Map<String, String> links, Problem problem) {

        static Entry accepted(Photo photo, StatusView view) {
            int failed = photo.work().isRejected() ? 422 : 502;
            Problem problem = view.failed() ? new Problem(failed, view.error()) : null;
            return new Entry(photo.name, view.status(), photo.id, view.links(), problem);
        }

        static Entry rejected(String name, UploadRejected reason) {
            return new Entry(name, "refused", null, null, new Problem(reason.status(), reason.getMessage()));
        }

        String sentence() {
            return name + ": " + (problem == null ? "accepted." : problem.detail());
        }
    }

    /** A problem (RFC 9457) with an entry for each file. */
    record Rejection(String title, int status, String detail, List<Entry> photos) {}
}
