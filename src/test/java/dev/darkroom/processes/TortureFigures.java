package dev.darkroom.processes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a torture was and what came of it, as a table. */
final class TortureFigures {

    private final Map<String, Object> figures = new LinkedHashMap<>();

    TortureFigures(long seed, double minutes) {
        add("seed", seed);
        add("minutes of torment", "%.1f".formatted(minutes));
    }

    void add(FaultLog torments) {
        add("`kill -9`", torments.kills());
        add("SIGTERM", torments.terms());
        add("frozen", torments.freezes());
        add("restarts", torments.restarts());
    }

    void add(AcceptedWork journal) {
        add("accepted sign-ups", journal.acceptedMails().size());
        add("accepted photos", journal.acceptedPhotos().size());
        add("accepted payments", journal.acceptedIntents().size());
        add("other answers", journal.refusals());
    }

    void add(Evidence books, TestDatabase database) {
        add("jobs", books.jobs().size());
        add(
                "jobs of more than one attempt",
                books.jobs().stream().filter(job -> job.number("attempt") > 1).count());
        add("runs", books.runs().values().stream().mapToInt(Integer::intValue).sum());
        add(
                "most runs of a job",
                books.runs().values().stream().mapToInt(Integer::intValue).max().orElse(0));
        add("rescued", database.number("SELECT count(*) FROM job_event WHERE step = 'RESCUED'"));
        add("released", database.number("SELECT count(*) FROM job_event WHERE step = 'RELEASED'"));
    }

    /** Runs that were taken from a worker that was not dead, and messages that led to nothing. */
    void addFenced(Evidence books, StateChangeLog witness, FaultLog torments) {
        add(
                "fenced runs",
                witness.rescues().stream()
                        .filter(run -> !torments.wasKilled(StateChangeLog.pid(run.text("worker"))))
                        .count());
        int runs = books.runs().values().stream().mapToInt(Integer::intValue).sum();
        add(
                "duplicate deliveries",
                books.jobs().stream().mapToInt(job -> job.number("deliveries")).sum() - runs);
    }

    void add(MailJudge mails) {
        add("extra mails / interrupted mail runs", mails.extra() + " / " + mails.interruptedRuns());
    }

    void add(FilesJudge files) {
        add("temporary files left by the killed", files.parts());
        add("originals without a record", files.orphans());
    }

    void add(String figure, Object value) {
        figures.put(figure, value);
    }

    void verdict(double complete, List<String> complaints) {
        add("complete of what can be done", "%.1f %%".formatted(100 * complete));
        add("verdict", complaints.isEmpty() ? "nothing lost, nothing twice" : complaints.size() + " complaints");
    }

    @Override
    public String toString() {
        return figures.entrySet().stream()
                .map(figure -> "| %s | %s |".formatted(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining("\n", "| | |\n|---|--:|\n", "\n"));
    }
}
