package dev.darkroom.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.idempotency.IdempotencyKey.Conflict;
import dev.darkroom.idempotency.IdempotencyRecord.StoredResponse;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.TrackedRecord;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Performs a request under an {@code Idempotency-Key} once, and replays its response to every repeat. */
@ApplicationScoped
public class IdempotencyRecords {

    private static final String REPLAYED = "Idempotency-Replayed";

    private final StatusReader statuses;
    private final StatusResponses responses;
    private final ProcessRun process;
    private final ObjectMapper json;

    IdempotencyRecords(StatusReader statuses, StatusResponses responses, ProcessRun process, ObjectMapper json) {
        this.statuses = statuses;
        this.responses = responses;
        this.process = process;
        this.json = json;
    }

    /**
     * A program's request. {@code accept} writes the records and submits the work in the transaction of the key;
     * {@code respond} builds the response from the current state of the records with these ids.
     */
    public record Request(
            UUID owner,
            IdempotencyKey key,
            RequestFingerprint payload,
            Supplier<List<? extends TrackedRecord>> accept,
            Function<Collection<UUID>, Response> respond) {}

    /** Performs the request, or replays the response if the key was used before. Throws {@link Conflict}. */
    public Response execute(Request request) {
        Claim claim = claim(request);
        return claim.isNew() ? firstResponse(request, claim.record()) : replay(request, claim.record());
    }

    /** Replays a repeat, or returns empty for a new key. Callers call this before their own slow work. */
    public Optional<Response> replay(Request request) {
        return find(request).map(earlier -> replay(request, earlier));
    }

    record Claim(IdempotencyRecord record, boolean isNew) {}

    /** Writes the key, the work and, where it is known, the response in one transaction. */
    @Transactional
    Claim claim(Request request) {
        return find(request)
                .map(earlier -> new Claim(earlier, false))
                .orElseGet(() -> new Claim(accept(request), true));
    }

    /** Refuses a concurrent repeat at once, because the first request may take long. */
    @Transactional
    Optional<IdempotencyRecord> find(Request request) {
        if (!IdempotencyRecord.tryLock(request.owner(), request.key())) {
            throw Conflict.inProgress();
        }
        return IdempotencyRecord.find(request.owner(), request.key());
    }

    @Transactional
    void store(UUID id, StoredResponse response) {
        IdempotencyRecord.<IdempotencyRecord>findByIdOptional(id).ifPresent(found -> found.response = response);
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void forgetOldResponses() {
        IdempotencyRecord.update("response.status = null, response.location = null, response.body = null"
                + " where response.body is not null and acceptedAt < instant - 24 hour");
    }

    private IdempotencyRecord accept(Request request) {
        IdempotencyRecord record = new IdempotencyRecord(request, process.now());
        record.persistAndFlush();
        List<? extends TrackedRecord> accepted = request.accept().get();
        if (accepted.isEmpty()) {
            record.delete();
        }
        record.records = accepted.stream().map(TrackedRecord::id).toList();
        if (accepted.stream().noneMatch(one -> one.work().isPendingInline())) {
            record.response = storable(request.respond().apply(record.records)).orElse(null);
        }
        return record;
    }

    /** Inline work runs after the commit, so its response is stored afterwards. */
    private Response firstResponse(Request request, IdempotencyRecord record) {
        if (record.response != null) {
            return record.response.build();
        }
        Response response = request.respond().apply(record.records);
        Optional<StoredResponse> storable = storable(response);
        storable.ifPresent(success -> store(record.id, success));
        return storable.map(StoredResponse::build).orElse(response);
    }

    private Response replay(Request request, IdempotencyRecord record) {
        if (!record.fingerprint.equals(request.payload().toString())) {
            throw Conflict.payloadDiffers();
        }
        Response response = record.response != null ? record.response.build() : currentResponse(request, record);
        return Response.fromResponse(response).header(REPLAYED, true).build();
    }

    /** Builds the response from the records' current state, because none is stored. */
    private Response currentResponse(Request request, IdempotencyRecord record) {
        List<? extends TrackedRecord> records = statuses.find(record.records, record.ownerId);
        if (records.isEmpty()) {
            throw Conflict.deleted();
        }
        List<? extends TrackedRecord> lost = statuses.lost(records);
        if (!lost.isEmpty()) {
            return responses.unrecorded(lost.get(0));
        }
        if (records.stream().anyMatch(one -> one.work().isPendingInline())) {
            throw Conflict.inProgress();
        }
        return request.respond().apply(record.records);
    }

    /** Only a success is stored, because an error may be temporary. */
    private Optional<StoredResponse> storable(Response response) {
        if (response.getStatus() / 100 != 2) {
            return Optional.empty();
        }
        String body = json.valueToTree(response.getEntity()).toString();
        return Optional.of(StoredResponse.of(response, body));
    }
}
