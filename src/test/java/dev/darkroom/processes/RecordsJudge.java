package dev.darkroom.processes;

import dev.darkroom.processes.TestDatabase.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was accepted is there and over; what was over stayed so; a job and its record ended alike. */
record RecordsJudge(AcceptedWork journal, Evidence books) implements Invariant {

    private static final double LEAST_COMPLETE = 0.95;
    private static final Map<String, String> ALIKE = Map.of("COMPLETE", "COMPLETE", "DEAD", "FAILED");

    @Override
    public Stream<String> complaints() {
        return Stream.of(lost(), resurrected(), unlike(), badWork(), goodWork()).flatMap(Function.identity());
    }

    /** Of the work that can be done, how much was done. */
    double shareComplete() {
        List<Row> valid = valid().toList();
        return valid.isEmpty()
                ? 0
                : (double) valid.stream().filter(RecordsJudge::complete).count() / valid.size();
    }

    private Stream<String> lost() {
        return Stream.of(
                        missing("the mail to ", journal.acceptedMails(), column(books.mails(), "email")),
                        missing("photo ", journal.acceptedPhotos().keySet(), column(books.photos(), "id")),
                        missing("intent ", acceptedIntents(), column(books.charges(), "intent_key")))
                .flatMap(Function.identity());
    }

    private Stream<String> resurrected() {
        return books.resurrections().stream().map(row -> "%s %s was %s and then %s"
                .formatted(row.text("what"), row.text("row_id"), row.text("before"), row.text("after")));
    }

    private Stream<String> unlike() {
        Map<String, String> ended =
                records().collect(Collectors.toMap(row -> row.text("id"), row -> row.text("status")));
        Stream<String> jobs = books.jobs().stream()
                .filter(job -> !ended.getOrDefault(job.text("key"), "no record").equals(ALIKE.get(job.text("state"))))
                .map(job -> "the job of %s is %s, and its record %s"
                        .formatted(job.text("key"), job.text("state"), ended.get(job.text("key"))));
        return Stream.concat(jobs, missing("a job for ", ended.keySet(), column(books.jobs(), "key")));
    }

    private Stream<String> badWork() {
        return records()
                .filter(this::isBad)
                .filter(row -> !row.is("status", "FAILED"))
                .map(row -> "%s cannot be done, and is %s".formatted(row.text("id"), row.text("status")));
    }

    private Stream<String> goodWork() {
        double share = shareComplete();
        String reasons = valid().filter(row -> !complete(row))
                .map(row -> row.text("error"))
                .collect(Collectors.joining("; "));
        return share >= LEAST_COMPLETE
                ? Stream.empty()
                : Stream.of("only %.1f %% of the work that can be done was done: %s".formatted(100 * share, reasons));
    }

    /** Nobody knows what was in a photo that was not answered for. */
    private Stream<Row> valid() {
        Stream<Row> photos = books.photos().stream()
                .filter(photo -> Boolean.TRUE.equals(journal.acceptedPhotos().get(photo.text("id"))));
        Stream<Row> others = Stream.of(books.mails(), books.charges()).flatMap(Collection::stream);
        return Stream.concat(photos, others.filter(row -> !isBad(row)));
    }

    private boolean isBad(Row row) {
        return row.is("amount", Integer.toString(Intent.DECLINED))
                || Boolean.FALSE.equals(journal.acceptedPhotos().get(row.text("id")));
    }

    private Stream<Row> records() {
        return Stream.of(books.mails(), books.photos(), books.charges()).flatMap(Collection::stream);
    }

    private Set<String> acceptedIntents() {
        return journal.acceptedIntents().keySet().stream().map(Intent::key).collect(Collectors.toSet());
    }

    private static boolean complete(Row row) {
        return row.is("status", "COMPLETE");
    }

    private static Stream<String> missing(String what, Collection<String> wanted, Set<String> there) {
        return wanted.stream().filter(one -> !there.contains(one)).map(one -> what + one + " is not there");
    }

    private static Set<String> column(List<Row> rows, String column) {
        return rows.stream().map(row -> row.text(column)).collect(Collectors.toSet());
    }
}
