package dev.darkroom.gateway;

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

    /** A ledger entry as the API shows it. */
    record Entry(String key, int amount, String status, int deliveries, String receipt) {}

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
