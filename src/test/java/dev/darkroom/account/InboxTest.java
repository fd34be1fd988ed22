package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.account.Inbox.Entry;
import dev.darkroom.embedded.MailFolder.ReceivedMail;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.StatusView.Attempt;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-28T09:41:00Z");

    @Test
    void copies_of_one_mail_are_one_entry_with_an_envelope_for_each_arrival() {
        List<ReceivedMail> received = List.of(received("<a>", 14_000), received("<a>", 2000), received("<b>", 500));

        Inbox inbox = Inbox.of(Map.of("<a>", sent("complete", "rescued", "complete")), received, 0, 2);

        assertThat(inbox.entries()).extracting(Entry::messageId).containsExactly("<b>", "<a>");
        assertThat(inbox.chosen().messageId()).as("the one with copies").isEqualTo("<a>");
        assertThat(inbox.chosen().places()).containsExactly("12.50%", "87.50%");
        assertThat(inbox.chosen().death()).isEqualTo("25.00%");
        assertThat(inbox.mail().receivedAt()).as("the second copy").isEqualTo(ACCEPTED.plusMillis(14_000));
        assertThat(inbox.counts()).isEqualTo("3 mails, 2 Message-IDs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rescued | because a run died before its end was recorded
                    failed  | because the mail server’s reply did not arrive
                    fenced  | because a run froze, and another one took over
                    """)
    void an_entry_says_why_there_are_copies(String outcome, String reason) {
        assertThat(entry(sent("complete", outcome, "complete")).reason()).isEqualTo(reason);
    }

    @Test
    void a_mail_on_its_way_is_an_entry_without_a_letter_and_comes_first() {
        Map<String, StatusView> sent = new LinkedHashMap<>();
        sent.put("<new>", sent("processing", "running"));

        Inbox inbox = Inbox.of(sent, List.of(received("<old>", -5000)), 1, 1);

        assertThat(inbox.entries()).extracting(Entry::arrived).containsExactly(false, true);
        assertThat(inbox.moving()).isTrue();
        assertThat(inbox.mail().messageId()).isEqualTo("<old>");
        assertThat(entry(sent("processing", "running")).death()).isNull();
        assertThat(inbox.counts()).isEqualTo("1 mail, 1 Message-ID");
    }

    @Test
    void an_unknown_number_shows_the_latest_mail_and_an_empty_inbox_none() {
        assertThat(Inbox.of(Map.of(), List.of(received("<a>", 0)), 7, 9).mail().messageId())
                .isEqualTo("<a>");
        assertThat(Inbox.of(Map.of(), List.of(), 1, 1).mail()).isNull();
    }

    private static Entry entry(StatusView status) {
        return new Entry(1, "<a>", List.of(received("<a>", 0), received("<a>", 1)), status);
    }

    private static ReceivedMail received(String messageId, long ms) {
        return new ReceivedMail(
                UUID.randomUUID().toString(), ACCEPTED.plusMillis(ms), "Darkroom", "Welcome", messageId, "Hello");
    }

    /** A durable mail that was finished 15 s after its acceptance, if at all. */
    private static StatusView sent(String status, String... outcomes) {
        List<Attempt> attempts = List.of(outcomes).stream()
                .map(outcome -> {
                    Instant lastSign = outcome.equals("rescued") ? ACCEPTED.plusSeconds(4) : null;
                    return new Attempt(1, null, ACCEPTED, lastSign, ACCEPTED.plusSeconds(15), outcome);
                })
                .toList();
        boolean complete = status.equals("complete");
        return new StatusView(
                UUID.randomUUID(),
                status,
                complete ? "done" : "running",
                "durable",
                attempts.size(),
                72,
                null,
                null,
                new StatusView.Progress(null, 0, 1, null, null),
                attempts,
                null,
                null,
                null,
                null,
                ACCEPTED,
                ACCEPTED,
                complete ? ACCEPTED.plusSeconds(15) : null,
                20,
                Map.of());
    }
}
