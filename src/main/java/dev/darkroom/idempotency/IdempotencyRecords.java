package dev.darkroom.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.TrackedRecord;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sees to it that what a program repeats under the same key is done once, and answered as it was the first time. */
@ApplicationScoped
public class IdempotencyRecords {

    /** How long an answer is kept word by word. */
    private static final Duration MEMORY = Duration.ofHours(24);

    private static final String REPLAYED = "Idempotency-Replayed";

    private final List<RecordSource> sources;
    private final StatusReader statuses;
    private final ProcessRun process;
    private final EntityManager database;
    private final ObjectMapper json;

    IdempotencyRecords(
            @All List<RecordSource> sources,
            StatusReader statuses,
            ProcessRun process,
            EntityManager database,
            ObjectMapper json) {
        this.sources = sources;
        this.statuses = statuses;
        this.process = process;
        this.database = database;
        this.json = json;
    }

    /**
     * A program's request, and what is to be done for it.
     *
     * @param accept writes the records and hands the work on, in the transaction of the intent; not called for a repeat
     * @param answer what has become of the records with those ids by now
     */
    public record Request(
            UUID owner,
            IdempotencyKey key,
            RequestFingerprint payload,
            Supplier<List<? extends TrackedRecord>> accept,
            Function<Collection<UUID>, Response> answer) {}

    /**
     * Does what is asked for, unless it was done before, and answers.
     *
     * @throws KeyInUse if the first request with that key is still under way
     * @throws KeyOfAnotherRequest if the key was used for something else
     * @throws RecordsGone if what it had led to has been deleted since
     */
    public Response once(Request request) {
        Taken taken = take(request);
        return taken.isNew() ? first(request, taken.intent()) : again(request, taken.intent());
    }

    /** The answer to a repeat, for who has something slow to do before a new one can be accepted; throws as above. */
    public Optional<Response> repeated(Request request) {
        return look(request).map(earlier -> again(request, earlier));
    }

    /** The intent, the work and the answer, where it is known already: all of them are there, or none. */
    @Transactional
    Taken take(Request request) {
        lock(request);
        return IdempotencyRecord.of(request.owner(), request.key())
                .map(earlier -> new Taken(earlier, false))
                .orElseGet(() -> new Taken(begin(request), true));
    }

    @Transactional
    Optional<IdempotencyRecord> look(Request request) {
        lock(request);
        return IdempotencyRecord.of(request.owner(), request.key());
    }

    @Transactional
    void keep(UUID intent, StoredResponse answer) {
        IdempotencyRecord.<IdempotencyRecord>findByIdOptional(intent).ifPresent(found -> found.answer = answer);
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void forgetOldAnswers() {
        database.createNativeQuery(
                        """
                        UPDATE idempotency_record SET status = NULL, location = NULL, body = NULL
                         WHERE body IS NOT NULL AND accepted_at < now() - :memory * interval '1 second'
                        """)
                .setParameter("memory", MEMORY.toSeconds())
                .executeUpdate();
    }

    record Taken(IdempotencyRecord intent, boolean isNew) {}

    /** Who comes second does not wait: the first may take as long as it likes. A crash frees the lock. */
    private void lock(Request request) {
        boolean free = (Boolean) database.createNativeQuery(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended(:intent, 0))", Boolean.class)
                .setParameter("intent", "intent " + request.owner() + " " + request.key())
                .getSingleResult();
        if (!free) {
            throw new KeyInUse();
        }
    }

    private IdempotencyRecord begin(Request request) {
        IdempotencyRecord intent = new IdempotencyRecord(request, process.now());
        intent.persistAndFlush();
        List<? extends TrackedRecord> accepted = request.accept().get();
        if (accepted.isEmpty()) {
            intent.delete();
        }
        intent.records = accepted.stream().map(TrackedRecord::id).toList();
        if (accepted.stream().noneMatch(one -> one.processing().isWaitedFor())) {
            intent.answer = kept(request.answer().apply(intent.records)).orElse(null);
        }
        return intent;
    }

    /** What the visitor has waited for is known only now: it was done after the commit. */
    private Response first(Request request, IdempotencyRecord intent) {
        if (intent.answer != null) {
            return intent.answer.give();
        }
        Response answer = request.answer().apply(intent.records);
        Optional<StoredResponse> kept = kept(answer);
        kept.ifPresent(good -> keep(intent.id, good));
        return kept.map(StoredResponse::give).orElse(answer);
    }

    private Response again(Request request, IdempotencyRecord intent) {
        if (!intent.fingerprint.equals(request.payload().toString())) {
            throw new KeyOfAnotherRequest();
        }
        Response answer = intent.answer != null ? intent.answer.give() : asItIsNow(request, intent);
        return Response.fromResponse(answer).header(REPLAYED, true).build();
    }

    /** The answer is forgotten, or was an error, or is not known yet. */
    private Response asItIsNow(Request request, IdempotencyRecord intent) {
        List<? extends TrackedRecord> records = sources.stream()
                .flatMap(source -> source.find(intent.records, intent.ownerId).stream())
                .toList();
        if (records.isEmpty()) {
            throw new RecordsGone();
        }
        if (records.stream().anyMatch(this::isUnderWay)) {
            throw new KeyInUse();
        }
        return request.answer().apply(intent.records);
    }

    /** Not where the process that did it is gone: then nobody is at it. */
    private boolean isUnderWay(TrackedRecord one) {
        return one.processing().isWaitedFor() && !statuses.read(one).lost();
    }

    /** Only what went well: an error may be otherwise the next time. */
    private Optional<StoredResponse> kept(Response answer) {
        try {
            return answer.getStatus() / 100 == 2
                    ? Optional.of(StoredResponse.of(answer, json.writeValueAsString(answer.getEntity())))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
