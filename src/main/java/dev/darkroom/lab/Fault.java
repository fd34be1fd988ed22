package dev.darkroom.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person can break with a button, and what to say about it. Two of the same name exclude each other. */
enum Fault {
    MAIL_DOWN(
            "mail",
            "down",
            "The mail server is down",
            "Stop the mail server",
            "Nobody takes a mail.",
            "Sign up in durable: you are in at once, and your mail says “retrying”. In inline the sign-up itself fails.",
            "The mail is a row in the job table. It is tried again, with growing pauses, until somebody takes it.",
            "/jobs"),
    MAIL_REPLY_LOST(
            "mail",
            "reply-lost",
            "The mail server’s answers get lost",
            "Lose the mail server’s answers",
            "It takes each mail, and we never hear that it did.",
            "The same mail several times in the inbox, one for each try, all with one Message-ID.",
            "That a mail comes once: SMTP has no key. None is lost, and some are doubled: “at least once”, and no more.",
            "/inbox"),
    COMPANY_UNAVAILABLE(
            "company",
            "unavailable",
            "The payment company answers 503",
            "Have the company answer 503",
            "Each request to charge gets “come back in a second”.",
            "Pay in durable: the payment says when it is tried next. The company’s books stay empty.",
            "It is asked again later, and not at once: each pause is longer than the one before, and a bit random.",
            "/billing"),
    COMPANY_REPLY_LOST(
            "company",
            "reply-lost",
            "The payment company charges, and its answers get lost",
            "Lose the company’s answers",
            "The money has moved, and the line is cut before we are told.",
            "Pay: “outcome unknown”. The next try looks first, and finds the receipt.",
            "The key goes with every request. The company knows it, and charges it once.",
            "/billing"),
    COMPANY_SILENT(
            "company",
            "silent",
            "The payment company takes too long",
            "Slow the company down",
            "It charges long after we have stopped waiting.",
            "Pay: “outcome unknown”, while two requests or more are under way. In the end: one charge.",
            "All of them carry the same key, and the first one that arrives is the only one that counts.",
            "/billing"),
    CARDS_DECLINED(
            "cards",
            "declined",
            "Every card is declined",
            "Decline every card",
            "The bank says no, whatever the amount.",
            "Pay: the payment fails at once, with the reason, and is not tried again.",
            "A decline is proof that nothing was charged. Trying again would only annoy the bank.",
            "/billing"),
    MESSAGES_HUNDREDFOLD(
            "messages",
            "hundredfold",
            "Every message is delivered a hundred times",
            "Deliver each message a hundred times",
            "The relay sends each hand-over a hundred times.",
            "Do anything in durable. Its job counts a hundred deliveries, and one effect.",
            "A message is only a hint. The first consumer claims the row, and for all others there is nothing to claim.",
            "/jobs"),
    RUN_FROZEN(
            "freeze",
            "past-the-lease",
            "One run freezes past its lease",
            "Freeze the next run",
            "The next mail, charge or picture stops before its effect, sends no heartbeat and hears nothing, until another run has finished the job.",
            "Pay, and watch the timeline: rescued, done by a second run; then the first one wakes up and finds its lease gone.",
            "Its last word carries an old lease token. The statement that settles demands the current one: zero rows.",
            "/jobs"),
    DISK_FULL(
            "disk",
            "full",
            "The disk is full",
            "Fill the disk",
            "Each picture fails to be written at its last byte.",
            "Develop a sample: it says “retrying” and why. No half picture ever appears.",
            "A file is written beside its place, and renamed when it is whole. The original stays; it is tried again.",
            "/photos"),
    WITHOUT_KEY(
            "guard-key",
            "off",
            "Payments without the provider’s key",
            "Take the guard away",
            "The company forgets keys: each request to charge is a new one.",
            "Pay 7.07, whose first answer gets lost. The payment page counts both charges, and says which one nobody here knows of.",
            "attempts charged more than once",
            "/billing"),
    WITHOUT_OUTBOX(
            "guard-outbox",
            "off",
            "Hand-over without the outbox",
            "Take the guard away",
            "The record is committed first, the job in a second transaction.",
            "Have the process halt at between-writes, then upload. The record stays “processing” when a new process is there.",
            "durable records that wait for a job that does not exist",
            "/photos"),
    WITHOUT_FENCE(
            "guard-fence",
            "off",
            "Settling without the fence",
            "Take the guard away",
            "A run that has ended settles its job by the id alone, whoever has the lease.",
            "Freeze one run, then pay. The second run completes the job, and the first one does it again.",
            "jobs settled again after they were complete",
            "/jobs");

    private final String row;
    private final String value;
    private final String title;
    private final String action;
    private final String breaks;
    private final String shows;
    private final String safe;
    private final String look;

    Fault(
            String row,
            String value,
            String title,
            String action,
            String breaks,
            String shows,
            String safe,
            String look) {
        this.row = row;
        this.value = value;
        this.title = title;
        this.action = action;
        this.breaks = breaks;
        this.shows = shows;
        this.safe = safe;
        this.look = look;
    }

    static Optional<Fault> of(String row, String value) {
        return Arrays.stream(values())
                .filter(fault -> fault.row.equals(row) && fault.value.equals(value))
                .findFirst();
    }

    /** What goes wrong in our own house; the others that are no guards do so outside. */
    static List<Fault> inside() {
        return List.of(MESSAGES_HUNDREDFOLD, RUN_FROZEN, DISK_FULL);
    }

    static List<Fault> guards() {
        return List.of(WITHOUT_KEY, WITHOUT_OUTBOX, WITHOUT_FENCE);
    }

    boolean isIn(Map<String, String> armed) {
        return value.equals(armed.get(row));
    }

    /** The name of its row in the database. */
    public String row() {
        return row;
    }

    public String value() {
        return value;
    }

    public String title() {
        return title;
    }

    /** The title in the middle of a sentence. */
    String clause() {
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    /** What its button says. */
    public String action() {
        return action;
    }

    /** What will be broken. */
    public String breaks() {
        return breaks;
    }

    /** What there will be to see. */
    public String shows() {
        return shows;
    }

    /** What {@link #safe} is about. */
    public String assurance() {
        return this == MAIL_REPLY_LOST ? "What is not promised" : "Why nothing is lost";
    }

    /** Why nothing is lost; of a guard, what its damage is, as words beside a number. */
    public String safe() {
        return safe;
    }

    /** Where to look. */
    public String look() {
        return look;
    }

    /** Whether it takes out what keeps a promise: then it does damage that stays. */
    public boolean isGuard() {
        return guards().contains(this);
    }
}
