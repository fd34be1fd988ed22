package dev.darkroom.idempotency;

import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** A request under a key, the records that it created, and the response to replay. */
@Entity
@DynamicUpdate
class IdempotencyRecord extends PanacheEntityBase {

    @Id
    UUID id;

    UUID ownerId;
    String key;
    String fingerprint;
    List<UUID> records;
    Instant acceptedAt;

    /** Null until the response is known, after an error, and after a day. */
    @Embedded
    StoredResponse response;

    protected IdempotencyRecord() {}

    IdempotencyRecord(IdempotencyRecords.Request request, Instant acceptedAt) {
        this.id = UUID.randomUUID();
        this.ownerId = request.owner();
        this.key = request.key().value();
        this.fingerprint = request.payload().toString();
        this.acceptedAt = acceptedAt;
    }

    static Optional<IdempotencyRecord> find(UUID owner, IdempotencyKey key) {
        return find("ownerId = ?1 and key = ?2", owner, key.value()).firstResultOptional();
    }

    /** Returns false if another transaction has the lock of this key. A crash frees it. */
    static boolean tryLock(UUID owner, IdempotencyKey key) {
        return (boolean) getEntityManager()
                .createNativeQuery("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
                .setParameter("key", "idempotency " + owner + " " + key.value())
                .getSingleResult();
    }

    /** A successful response, without the host. The first response is built from it too, so all replays are identical. */
    @Embeddable
    record StoredResponse(Integer status, String location, String body) {

        static StoredResponse of(Response response, String body) {
            URI page = SafeRedirect.localPage(response.getLocation().toString()).orElseThrow();
            return new StoredResponse(response.getStatus(), page.toString(), body);
        }

        Response build() {
            Response.ResponseBuilder response = Response.status(status)
                    .location(URI.create(location))
                    .entity(body)
                    .type(MediaType.APPLICATION_JSON);
            return (status == 202 ? response.header(HttpHeaders.RETRY_AFTER, StatusResponses.POLL_SECONDS) : response)
                    .build();
        }
    }
}
