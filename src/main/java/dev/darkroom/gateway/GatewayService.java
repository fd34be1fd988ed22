package dev.darkroom.gateway;

/** The payment company behind its HTTP API. */
public interface GatewayService {

    /** Charges the key once, however often it is asked. */
    Answer charge(String key, int amount);

    /** Closes the key, so that it can never be charged; a key that was charged already stays so. */
    Answer close(String key);

    /**
     * @param manner how the company gives its answer, if it does
     * @param entry what the books say now
     */
    record Answer(Manner manner, Entry entry) {}

    /** A line of the books, as the outside sees it. */
    record Entry(String key, int amount, String status, int deliveries, String receipt) {}

    enum Manner {
        /** The ordinary answer. */
        PLAIN,
        /** "Come back later": nothing was charged. */
        UNAVAILABLE,
        /** It is done, and the answer gets lost on the way. */
        REPLY_LOST,
        /** The key was used for another amount before. */
        MISUSED_KEY
    }
}
