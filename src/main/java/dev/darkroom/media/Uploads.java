package dev.darkroom.media;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.idempotency.IdempotencyRecords;
import dev.darkroom.idempotency.RequestFingerprint;
import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.media.UploadType.Incoming;
import dev.darkroom.media.UploadType.UploadRejected;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResource;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Accepts the valid files of a request, and returns a reason for each rejected one. The same for every type of files. */
@ApplicationScoped
public class Uploads {

    private final IdempotencyRecords idempotency;
    private final StatusReader statuses;
    private final StatusResponses responses;
    private final RecordDeletion deletion;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;
    private final Path folder;

    Uploads(
            IdempotencyRecords idempotency,
            StatusReader statuses,
            StatusResponses responses,
            RecordDeletion deletion,
            CurrentVisitor visitor,
            BrowserRequest request,
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path folder) {
        this.idempotency = idempotency;
        this.statuses = statuses;
        this.responses = responses;
        this.deletion = deletion;
        this.visitor = visitor;
        this.request = request;
        this.folder = folder;
    }

    /** Accepts the files of the form's field {@code files}. */
    public Response accept(UploadType<?, ?> type, List<FileUpload> files, List<String> keys) {
        if (files.isEmpty()) {
            throw HttpRefusal.badRequest("No file was sent: the field is called files.");
        }
        return accept(
                type, type.target().page(), files.stream().map(Incoming::of).toList(), keys);
    }

    /** Accepts copies of these samples in the jar, as if they had been uploaded. */
    public Response acceptSamples(UploadType<?, ?> type, List<String> names, List<String> keys) {
        List<Incoming> copies = new ArrayList<>();
        try {
            names.forEach(name -> copySample(name, copies));
            return accept(type, type.target().page() + "/samples", copies, keys);
        } finally {
            copies.forEach(copy -> copy.file().toFile().delete());
        }
    }

    /** The visitor's own record. Throws {@link HttpRefusal} for an unknown one. */
    public <R extends UploadedRecord> R owned(UploadType<?, R> type, UUID id) {
        return UploadedRecord.find(type.target().entity(), List.of(id), visitor.id()).stream()
                .findFirst()
                .orElseThrow(HttpRefusal::notFound);
    }

    public Response status(UploadType<?, ?> type, UUID id) {
        return responses.status(owned(type, id));
    }

    public Response delete(UploadType<?, ?> type, UUID id) {
        deletion.delete(owned(type, id), type.target().files());
        return Response.noContent().build();
    }

    public Response deleteByForm(UploadType<?, ?> type, UUID id) {
        delete(type, id);
        return Response.seeOther(URI.create(type.target().page())).build();
    }

    /** A copy that fails is listed too, to be deleted. */
    private void copySample(String name, List<Incoming> copies) {
        try (InputStream in = Uploads.class.getResourceAsStream("/samples/" + name)) {
            Path copy = Files.createTempFile(Files.createDirectories(folder), "sample", null);
            copies.add(new Incoming(name, copy));
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FileStoreFailure("the samples cannot be copied", e);
        }
    }

    private <H> Response accept(UploadType<H, ?> type, String address, List<Incoming> files, List<String> keys) {
        Optional<IdempotencyKey> key = request.isBrowser() ? Optional.empty() : IdempotencyKey.of(keys);
        Batch<H> batch = new Batch<>(type, new LinkedHashMap<>(), new ArrayList<>());
        if (key.isPresent()) {
            return acceptOnce(key.get(), "POST " + address, files, batch);
        }
        store(files, batch);
        return unlessRejected(batch, () -> answer(ids(batch.accept(visitor.id())), batch));
    }

    /** Fills the batch for a new key only. A repeat during the first request leaves its files to the sweeper. */
    private Response acceptOnce(IdempotencyKey key, String operation, List<Incoming> files, Batch<?> batch) {
        RequestFingerprint fingerprint = new RequestFingerprint(operation);
        files.forEach(file -> fingerprint.with(file.name(), file.hash()));
        UUID owner = visitor.id();
        IdempotencyRecords.Request once = new IdempotencyRecords.Request(
                owner, key, fingerprint, () -> batch.accept(owner), ids -> answer(ids, batch));
        return idempotency.replay(once).orElseGet(() -> {
            store(files, batch);
            return batch.stored().isEmpty()
                    ? answer(List.of(), batch)
                    : unlessRejected(batch, () -> idempotency.execute(once));
        });
    }

    /** Stores all files or, on a full disk, none. */
    <H> void store(List<Incoming> files, Batch<H> batch) {
        for (Incoming file : files) {
            try {
                batch.stored().put(file, batch.type().store(file));
            } catch (UploadRejected e) {
                batch.rejected().add(Entry.rejected(file.name(), e));
            } catch (FileStoreFailure e) {
                batch.type().discard(batch.stored().values());
                throw e;
            }
        }
    }

    /** Discards the stored files if their transaction was rolled back with a reason for all of them. */
    private <H> Response unlessRejected(Batch<H> batch, Supplier<Response> acceptance) {
        try {
            return acceptance.get();
        } catch (UploadRejected e) {
            batch.type().discard(batch.stored().values());
            batch.stored().keySet().forEach(file -> batch.rejected().add(Entry.rejected(file.name(), e)));
            return answer(List.of(), batch);
        }
    }

    private Response answer(Collection<UUID> ids, Batch<?> batch) {
        List<? extends TrackedRecord> records =
                UploadedRecord.find(batch.type().target().entity(), ids, visitor.id());
        responses.storeTime(records);
        Optional<? extends TrackedRecord> unrecorded = records.stream()
                .filter(record -> record.work().isPendingInline())
                .findFirst();
        if (unrecorded.isPresent()) {
            return responses.unrecorded(unrecorded.get());
        }
        boolean allFailed = records.stream().allMatch(record -> record.work().hasFailedInline());
        boolean allStored = batch.rejected().isEmpty();
        if (records.size() == 1 && allFailed && allStored) {
            return responses.failed(records.get(0));
        }
        List<Entry> entries = new ArrayList<>(statuses.read(records, Entry::accepted));
        entries.addAll(batch.rejected());
        if (allFailed || (request.isBrowser() && !allStored)) {
            return rejected(batch.type().target(), entries);
        }
        String page = batch.type().target().page();
        return request.isBrowser() ? Response.seeOther(URI.create(page)).build() : accepted(page, records, entries);
    }

    /** Answers with the status that all rejected files share, or 422. A browser gets it even if other files were accepted. */
    private Response rejected(UploadType.Target<?> target, List<Entry> entries) {
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
                .entity(new Rejection(target.refusal(), status, detail, Map.of(name(target.page()), entries)))
                .type(Problem.JSON)
                .build();
    }

    private static Response accepted(String page, List<? extends TrackedRecord> records, List<Entry> entries) {
        String location = location(page, records);
        boolean unfinished = records.stream().anyMatch(record -> record.work().acceptedCode() == 202);
        return Response.status(unfinished ? 202 : 201)
                .location(URI.create(location))
                .header(HttpHeaders.RETRY_AFTER, unfinished ? StatusResponses.POLL_SECONDS : null)
                .entity(Map.of("status", location, name(page), entries))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    static String location(String page, List<? extends TrackedRecord> records) {
        if (records.size() == 1) {
            return records.get(0).statusPath();
        }
        String ids = ids(records).stream().map(UUID::toString).collect(Collectors.joining(","));
        return records.size() > StatusResource.MAX_IDS ? page : "/status?" + name(page) + "=" + ids;
    }

    private static List<UUID> ids(List<? extends TrackedRecord> records) {
        return records.stream().map(TrackedRecord::id).toList();
    }

    private static String name(String page) {
        return page.substring(1);
    }

    /** The files of one request after their check. */
    record Batch<H>(UploadType<H, ?> type, Map<Incoming, UploadType.Stored<H>> stored, List<Entry> rejected) {

        List<? extends TrackedRecord> accept(UUID owner) {
            return type.accept(stored.values(), owner);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String name, String status, UUID id, Map<String, String> links, Problem problem) {

        static Entry accepted(TrackedRecord record, StatusView view) {
            int failed = record.work().isRejected() ? 422 : 502;
            Problem problem = view.failed() ? new Problem(failed, view.error()) : null;
            return new Entry(record.title(), view.status(), record.id(), view.links(), problem);
        }

        static Entry rejected(String name, UploadRejected reason) {
            return new Entry(name, "refused", null, null, new Problem(reason.status(), reason.getMessage()));
        }

        String sentence() {
            return name + ": " + (problem == null ? "accepted." : problem.detail());
        }
    }

    /** A problem (RFC 9457) with an entry for each file, under the name of the type. */
    record Rejection(String title, int status, String detail, @JsonAnyGetter Map<String, List<Entry>> files) {}
}
