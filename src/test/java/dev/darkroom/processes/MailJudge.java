package dev.darkroom.processes;

import dev.darkroom.processes.TestDatabase.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each mail has arrived, more than once only for a run that was interrupted, and always as the same mail. */
record MailJudge(AcceptedWork journal, Evidence books, SmtpStub mailHouse) implements Invariant {

    @Override
    public Stream<String> complaints() {
        return Stream.concat(books.mails().stream().map(this::complaint).flatMap(Stream::ofNullable), toNobody());
    }

    /** Mails beyond the first one of each record. */
    int extra() {
        return books.mails().stream()
                .mapToInt(mail -> Math.max(0, received(mail).size() - 1))
                .sum();
    }

    /** Runs that were begun and have not ended with a complete record. */
    int interruptedRuns() {
        return books.mails().stream()
                .mapToInt(mail -> runs(mail) - (isComplete(mail) ? 1 : 0))
                .sum();
    }

    private String complaint(Row mail) {
        List<String> received = received(mail);
        String id = "<welcome-%s@darkroom.invalid>".formatted(mail.text("id"));
        if (!received.stream().allMatch(id::equals)) {
            return "%s and not only %s came to %s".formatted(received, id, mail.text("email"));
        }
        boolean fair = received.size() <= runs(mail) && (!isComplete(mail) || !received.isEmpty());
        return fair ? null : "%d mails for %d runs of %s".formatted(received.size(), runs(mail), mail.columns());
    }

    private Stream<String> toNobody() {
        Map<String, Row> known =
                books.mails().stream().collect(Collectors.toMap(mail -> mail.text("email"), Function.identity()));
        return journal.askedMails().stream()
                .filter(email -> !known.containsKey(email))
                .filter(email -> !mailHouse.messageIds(email).isEmpty())
                .map(email -> "%s got a mail of which there is no record".formatted(email));
    }

    private List<String> received(Row mail) {
        return mailHouse.messageIds(mail.text("email"));
    }

    private int runs(Row mail) {
        return books.runs().getOrDefault(mail.text("id"), 0);
    }

    private static boolean isComplete(Row mail) {
        return mail.is("status", "COMPLETE");
    }
}
