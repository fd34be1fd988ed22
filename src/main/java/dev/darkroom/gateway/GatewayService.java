package dev.darkroom.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/** The payment gateway behind its HTTP API. */
public interface GatewayService {

    /** Charges the key once, however often it is called. */
    Answer charge(String key, int amount);

    /** Declines a charge, as if the card's bank refused it; a key that is charged stays charged. */
    Answer decline(String key, int amount);

    /** Voids the key, so that it can never be charged; a key that is charged stays charged. */
    Entry voidKey(String key);

    /** The current ledger entry, and how the API sends it, if at all. */
    record Answer(ReplyKind reply, Entry entry) {}

    /** The current ledger entry of the key; empty if no request carried it. */
    Optional<Entry> find(String key);

    /** A ledger entry as the API shows it. */
    record Entry(String key, int amount, String status, int deliveries, String receipt, Instant createdAt) {

        /** Whether a repeated request gets the answer of the first one. */
        @JsonIgnore
        public boolean decided() {
            return !status.equals("pending");
        }
    }

    enum ReplyKind {
        NORMAL,
        /** 503: nothing was charged. */
        UNAVAILABLE,
        /** The charge is committed, and the connection is closed without a reply. */
        LOST,
        /** The key was used before for another amount. */
        KEY_REUSED
    }
}
