package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder.ReceivedMail;
import dev.darkroom.status.StatusView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A visitor's mails, one entry for each Message-ID, the newest first.
 *
 * @param chosen the entry that is shown in full, or null; {@code copy} is the number of its copy that is shown
 */
public record Inbox(List<Entry> entries, Entry chosen, int copy) {

    /** @param number as the addresses name the entry: its place from the oldest, so that it stays the same */
    static Inbox of(Map<String, StatusView> sent, List<ReceivedMail> received, int number, int copy) {
        Map<String, List<ReceivedMail>> copies = received.stream()
                .sorted(Comparator.comparing(ReceivedMail::receivedAt))
                .collect(Collectors.groupingBy(ReceivedMail::messageId));
        List<String> ids = new ArrayList<>(sent.keySet());
        copies.keySet().stream().filter(id -> !sent.containsKey(id)).forEach(ids::add);
        List<Entry> oldestFirst = ids.stream()
                .map(id -> new Entry(0, id, copies.getOrDefault(id, List.of()), sent.get(id)))
                .sorted(Comparator.comparing(Entry::at))
                .toList();
        List<Entry> entries = IntStream.range(0, oldestFirst.size())
                .mapToObj(place -> oldestFirst.get(place).numbered(place + 1))
                .sorted(Comparator.comparing(Entry::number).reversed())
                .toList();
        Entry chosen = entries.stream()
                .filter(entry -> entry.number == number)
                .findFirst()
                .orElseGet(() -> byDefault(entries));
        return new Inbox(entries, chosen, chosen == null ? 0 : Math.max(1, Math.min(copy, chosen.copies.size())));
    }

    /** The latest mail with copies, because that needs an explanation; otherwise the latest that arrived. */
    private static Entry byDefault(List<Entry> entries) {
        return entries.stream()
                .filter(Entry::repeated)
                .findFirst()
                .or(() -> entries.stream().filter(Entry::arrived).findFirst())
                .orElse(null);
    }

    public ReceivedMail mail() {
        return chosen == null || !chosen.arrived() ? null : chosen.copies.get(copy - 1);
    }

    public boolean moving() {
        return entries.stream().anyMatch(entry -> entry.status != null && entry.status.moving());
    }

    /** The mails that arrived and their Message-IDs, in words. */
    public String counts() {
        int mails = entries.stream().mapToInt(entry -> entry.copies.size()).sum();
        long ids = entries.stream().filter(Entry::arrived).count();
        return "%d %s, %d %s"
                .formatted(mails, mails == 1 ? "mail" : "mails", ids, ids == 1 ? "Message-ID" : "Message-IDs");
    }

    /**
     * The copies of one mail that arrived, the oldest first, and the status of the work that sends it, which is null if that
     * is not known.
     */
    public record Entry(int number, String messageId, List<ReceivedMail> copies, StatusView status) {

        Entry numbered(int place) {
            return new Entry(place, messageId, copies, status);
        }

        Instant at() {
            return status != null ? status.acceptedAt() : copies.get(0).receivedAt();
        }

        public boolean arrived() {
            return !copies.isEmpty();
        }

        public boolean repeated() {
            return copies.size() > 1;
        }

        public String subject() {
            return arrived() ? copies.get(0).subject() : "Welcome to Darkroom";
        }

        /** The length in milliseconds of the axis of the work that sent the copies. */
        public long axis() {
            return StatusView.axis(List.of(status));
        }

        /** Where each copy arrived on the axis, in percent. */
        public List<String> places() {
            return copies.stream().map(copy -> place(copy.receivedAt())).toList();
        }

        /** Where the first run died on the axis, in percent, or null. */
        public String death() {
            return status.attempts().stream()
                    .filter(run -> run.outcome().equals("rescued") && run.lastSignAt() != null)
                    .findFirst()
                    .map(run -> place(run.lastSignAt()))
                    .orElse(null);
        }

        private String place(Instant at) {
            long ms = Duration.between(status.acceptedAt(), at).toMillis();
            return String.format(Locale.ROOT, "%.2f%%", Math.min(100, 100.0 * ms / axis()));
        }

        /** Why several copies arrived: the end of the first run that was not recorded as complete. */
        public String reason() {
            String outcome = status == null
                    ? ""
                    : status.attempts().stream()
                            .map(StatusView.Attempt::outcome)
                            .filter(end -> !end.equals("complete") && !end.equals("running"))
                            .findFirst()
                            .orElse("");
            return switch (outcome) {
                case "rescued" -> "because a run died before its end was recorded";
                case "failed" -> "because the mail server’s reply did not arrive";
                case "fenced" -> "because a run froze, and another one took over";
                case "released" -> "because a run was interrupted";
                default -> "because more than one run sent it";
            };
        }

        public String times() {
            return copies.size() == 2 ? "twice" : copies.size() + " times";
        }
    }
}
