package dev.darkroom.processes;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The steps of jobs, read from the database, with the process that took them and the database's time. */
record Timeline(ApplicationProcess darkroom) {

    private static final String STEPS =
            """
            SELECT step, detail, e.attempt, process, to_json(at) #>> '{}' AS at
              FROM job_event e JOIN job j ON j.id = e.job_id
             WHERE j.key = '%s' ORDER BY e.id
            """;

    record Entry(String step, String detail, int attempt, String process, Instant at) {

        boolean is(String wanted) {
            return step.equals(wanted);
        }

        /** Whether the process took this step since its last start. */
        boolean isBy(ApplicationProcess darkroom) {
            return process.startsWith("process " + darkroom.pid() + "-");
        }
    }

    /** @param record the id of the record that the job belongs to */
    List<Entry> of(String record) {
        return new TestDatabase(darkroom)
                .rows(STEPS.formatted(record)).stream()
                        .map(row -> new Entry(
                                row.get("step"),
                                row.get("detail"),
                                Integer.parseInt(row.get("attempt")),
                                row.get("process"),
                                OffsetDateTime.parse(row.get("at")).toInstant()))
                        .toList();
    }

    List<Entry> of(String record, String step) {
        return of(record).stream().filter(entry -> entry.is(step)).toList();
    }

    /** Waits for a matching entry, and returns the first. */
    Entry await(String record, Predicate<Entry> wanted) {
        return Awaitility.await("the timeline of " + record)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> of(record).stream().filter(wanted).toList(), found -> !found.isEmpty())
                .get(0);
    }

    /** The time from acceptance to the first claim. */
    Duration pickUp(String record) {
        Instant claimed = await(record, entry -> entry.is("CLAIMED")).at();
        return Duration.between(of(record, "QUEUED").get(0).at(), claimed);
    }
}
