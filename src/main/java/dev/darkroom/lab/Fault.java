package dev.darkroom.lab;

import static dev.darkroom.lab.Scenario.Effects.RENDITIONS;
import static dev.darkroom.lab.Scenario.Effects.charges;
import static dev.darkroom.lab.Scenario.Effects.mails;
import static dev.darkroom.lab.Scenario.Effects.mailsOrMore;

import dev.darkroom.lab.Scenario.Expectation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The faults that the lab can inject, with the texts of their toggles. Faults with the same id exclude each other. */
enum Fault {
    MAIL_DOWN(
            "mail",
            "down",
            "Mail server is down",
            "the mail server is down",
            mails(1),
            "You are signed in at once, and the mail is retried until you repair the server. Inline, the sign-up"
                    + " itself fails."),
    MAIL_REPLY_LOST(
            "mail",
            "reply-lost",
            "Its replies get lost",
            "the mail server’s replies are lost",
            mailsOrMore(2),
            "The server accepts each mail, but its reply never arrives. The same mail comes once for each"
                    + " attempt, always with one Message-ID."),
    GATEWAY_UNAVAILABLE(
            "gateway",
            "unavailable",
            "Answers 503",
            "the payment gateway answers 503",
            charges(1),
            "The payment shows the time of its next attempt, and the ledger has no charge. After the repair the"
                    + " card is charged once."),
    GATEWAY_REPLY_LOST(
            "gateway",
            "reply-lost",
            "Charges, then the reply is lost",
            "the payment gateway charges, but its replies are lost",
            charges(1),
            "The connection breaks after the charge, so its outcome is unknown. The next attempt asks the gateway"
                    + " first, and finds the receipt."),
    GATEWAY_SLOW(
            "gateway",
            "slow",
            "Charges after the time-out",
            "the payment gateway is too slow",
            charges(1),
            "Several requests are under way at once. All carry the same key: the first to arrive is charged, and"
                    + " the others get its receipt."),
    CARDS_DECLINED(
            "cards",
            "declined",
            "Declines every card",
            "every card is declined",
            charges(0),
            "The payment fails at once, with the reason, and is not retried: a decline proves that nothing was"
                    + " charged."),
    RUN_FROZEN(
            "freeze",
            "past-the-lease",
            "Freeze a worker past its lease",
            "one run freezes past its lease",
            charges(1),
            "The next run stops before its effect and sends no heartbeat. A second run does the work; then the"
                    + " first one thaws, and its statement updates 0 rows."),
    DISK_FULL(
            "disk",
            "full",
            "Disk is full",
            "the disk is full",
            RENDITIONS,
            "Writing a picture fails at its last byte, and no half-written picture ever appears. It is"
                    + " retried until there is space."),
    BROKER_REFUSES(
            "refuses", "Refuses every message", "The job waits, and each process hands it over again each second."),
    MESSAGE_LOST(
            "lost",
            "Loses a message",
            "The broker had confirmed it. The mark expires after a lease, and the job is handed over again."),
    MESSAGE_TWICE("twice", "Delivers a message twice", "The second claim finds 0 rows, and the job’s page says so."),
    MESSAGE_OFTEN(
            "often", "Delivers a message 100 times", "The job runs once. 99 claims find 0 rows: one line on its page."),
    ACKNOWLEDGEMENT_LOST(
            "unacknowledged",
            "Loses an acknowledgement",
            "The message comes again, and its claim finds 0 rows. A broker sends it after a reconnect, the lab at once."),
    WITHOUT_FENCE(
            "guard-fence",
            "off",
            "No fence when a job settles",
            "settling without the fence",
            charges(1),
            "A finished run settles its job by id alone. Freeze a worker past its lease, too, and the job is"
                    + " completed a second time."),
    WITHOUT_KEY(
            "guard-key",
            "off",
            "No payment attempt id",
            "payments without the idempotency key",
            Expectation.afterPayment(
                    707,
                    charges(2),
                    "Each request to the gateway is a new payment. The first reply to 7.07 EUR is lost, so the card is"
                            + " charged twice.")),
    WITHOUT_OUTBOX(
            "guard-outbox",
            "off",
            "Job saved after the record",
            "jobs without the outbox",
            RENDITIONS,
            "The record is committed first, and its job in a second transaction. The work is lost if the"
                    + " process dies between the two: choose that gap.");

    /** The column {@code name} of its row. */
    public final String id;

    public final String value;
    /** The toggle's line. */
    public final String line;
    /** The broken part, as a clause of a sentence. */
    final String clause;

    final Expectation expectation;

    Fault(String id, String value, String line, String clause, Scenario.Effects effects, String text) {
        this(id, value, line, clause, Expectation.of(effects, text));
    }

    Fault(String id, String value, String line, String clause, Expectation expectation) {
        this.id = id;
        this.value = value;
        this.line = line;
        this.clause = clause;
        this.expectation = expectation;
    }

    /** A fault of the broker that carries the messages. */
    Fault(String value, String line, String text) {
        this("broker", value, line, "the broker " + line.toLowerCase(Locale.ROOT), mails(1), text);
    }

    static Optional<Fault> find(String id, String value) {
        return Arrays.stream(values())
                .filter(fault -> fault.id.equals(id) && fault.value.equals(value))
                .findFirst();
    }

    static List<Fault> guards() {
        return List.of(WITHOUT_FENCE, WITHOUT_KEY, WITHOUT_OUTBOX);
    }

    boolean isIn(Map<String, String> armed) {
        return value.equals(armed.get(id));
    }

    /** The clause as a sentence without its full stop. */
    String title() {
        return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
    }

    /** Whether it removes a guard, so that its damage is permanent. */
    boolean isGuard() {
        return guards().contains(this);
    }
}
