package dev.darkroom.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The faults that the lab can inject, with the texts of their cards. Faults with the same id exclude each other. */
enum Fault {
    MAIL_DOWN(
            "mail",
            "down",
            "The mail server is down",
            "Stop the mail server",
            "No mail can be delivered.",
            "Sign up in durable: you are signed in at once, and your mail says “retrying”. In inline the sign-up itself"
                    + " fails.",
            "The job is a row in the database. It is retried with growing pauses, and kept if its last attempt fails.",
            "jobs"),
    MAIL_REPLY_LOST(
            "mail",
            "reply-lost",
            "The mail server’s replies are lost",
            "Lose the mail server’s replies",
            "The server accepts each mail, but its reply never arrives.",
            "The same mail several times in the inbox, once per attempt, all with one Message-ID.",
            "Exactly one mail: SMTP has no idempotency key. No mail is lost, but some arrive more than once (“at least"
                    + " once”).",
            "inbox"),
    GATEWAY_UNAVAILABLE(
            "gateway",
            "unavailable",
            "The payment gateway answers 503",
            "Make the gateway unavailable",
            "Each charge request gets “retry in a second”.",
            "Pay in durable: the payment shows the time of its next attempt. The gateway’s ledger gets no entry.",
            "The job retries with exponential backoff and jitter.",
            "billing"),
    GATEWAY_REPLY_LOST(
            "gateway",
            "reply-lost",
            "The payment gateway charges, but its replies are lost",
            "Lose the gateway’s replies",
            "The gateway charges, then the connection breaks.",
            "Pay: “outcome unknown”. The next attempt asks the gateway first, and finds the receipt.",
            "Every request carries the same key, and the gateway charges a key once.",
            "billing"),
    GATEWAY_SLOW(
            "gateway",
            "slow",
            "The payment gateway is too slow",
            "Slow the gateway down",
            "The gateway charges long after the request has timed out.",
            "Pay: “outcome unknown”, while several requests are under way. In the end: one charge.",
            "All requests carry the same key. The first to arrive is charged, and the others get its receipt.",
            "billing"),
    CARDS_DECLINED(
            "cards",
            "declined",
            "Every card is declined",
            "Decline every card",
            "The bank refuses every amount.",
            "Pay: the payment fails at once, with the reason, and is not retried.",
            "A decline proves that nothing was charged, so a retry is pointless.",
            "billing"),
    RUN_FROZEN(
            "freeze",
            "past-the-lease",
            "One run freezes past its lease",
            "Freeze the next run",
            "The next run stops before its effect and sends no heartbeat until another run has finished the job.",
            "Pay, and watch the timeline: the job is rescued and done by a second run. Then the first run thaws and"
                    + " has lost its lease.",
            "The frozen run has an old lease token. The statement that settles requires the current one, and updates"
                    + " no row.",
            "jobs"),
    DISK_FULL(
            "disk",
            "full",
            "The disk is full",
            "Fill the disk",
            "Writing a picture fails at its last byte.",
            "Upload a sample: it says “retrying” and why. No half-written picture ever appears.",
            "A picture is written under a temporary name and renamed when it is complete. The original stays, and the"
                    + " job is retried.",
            "photos"),
    WITHOUT_KEY(
            "guard-key",
            "off",
            "Payments without the idempotency key",
            "Remove this guard",
            "The gateway ignores keys: each charge request is a new payment.",
            "Pay 7.07, whose first reply is lost. The payment’s page shows two charges, and marks the one that is not"
                    + " in our record.",
            "payments charged more than once",
            "billing"),
    WITHOUT_OUTBOX(
            "guard-outbox",
            "off",
            "Jobs without the outbox",
            "Remove this guard",
            "The record is committed first, and its job in a second transaction.",
            "Halt the process at between-writes, then upload. The record stays “processing” after the process is"
                    + " replaced.",
            "durable records without a job",
            "photos"),
    WITHOUT_FENCE(
            "guard-fence",
            "off",
            "Settling without the fence",
            "Remove this guard",
            "A finished run settles its job by id alone, even if another run has the lease.",
            "Freeze one run, then pay. The second run completes the job, and the first one completes it again.",
            "jobs settled again after they were complete",
            "jobs");

    /** The column {@code name} of its row. */
    public final String id;

    public final String value;
    public final String title;
    public final String action;

    public final String effect;
    public final String symptom;
    /** Why nothing is lost; for a guard, the unit of its damage. */
    public final String reason;
    /** The page that shows the symptom. */
    public final String page;

    Fault(
            String id,
            String value,
            String title,
            String action,
            String effect,
            String symptom,
            String reason,
            String page) {
        this.id = id;
        this.value = value;
        this.title = title;
        this.action = action;
        this.effect = effect;
        this.symptom = symptom;
        this.reason = reason;
        this.page = page;
    }

    static Optional<Fault> find(String id, String value) {
        return Arrays.stream(values())
                .filter(fault -> fault.id.equals(id) && fault.value.equals(value))
                .findFirst();
    }

    /** Faults in the application itself. All others that remove no guard are in external services. */
    static List<Fault> internal() {
        return List.of(RUN_FROZEN, DISK_FULL);
    }

    static List<Fault> guards() {
        return List.of(WITHOUT_KEY, WITHOUT_OUTBOX, WITHOUT_FENCE);
    }

    boolean isIn(Map<String, String> armed) {
        return value.equals(armed.get(id));
    }

    /** The title in the middle of a sentence. */
    String clause() {
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    public String reasonTitle() {
        return this == MAIL_REPLY_LOST ? "Not guaranteed" : "Why nothing is lost";
    }

    /** Whether it removes a guard, so that its damage is permanent. */
    public boolean isGuard() {
        return guards().contains(this);
    }
}
