package dev.darkroom.idempotency;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** What a program has asked for under a key, and what that has led to. */
@Entity
@DynamicUpdate
class IdempotencyRecord extends PanacheEntityBase {

    @Id
    UUID id;

    UUID ownerId;
    String key;
    String fingerprint;

    /** The ids of what was accepted. */
    List<UUID> records;

    Instant acceptedAt;

    /** Null until it is known, where it was an error, and when it is forgotten. */
    @Embedded
    StoredResponse answer;

    protected IdempotencyRecord() {}

    IdempotencyRecord(IdempotencyRecords.Request request, Instant acceptedAt) {
        this.id = UUID.randomUUID();
        this.ownerId = request.owner();
        this.key = request.key().value();
        this.fingerprint = request.payload().toString();
        this.acceptedAt = acceptedAt;
    }

    static Optional<IdempotencyRecord> of(UUID owner, IdempotencyKey key) {
        return find("ownerId = ?1 and key = ?2", owner, key.value()).firstResultOptional();
    }
}
