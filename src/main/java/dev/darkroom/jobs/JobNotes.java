package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Rows of a timeline for which no job has moved, and the search for one that a move wrote. */
@ApplicationScoped
public class JobNotes {

    private static final String NOTE =
            """
            INSERT INTO job_event (job_id, round, attempt, step, move, detail, process)
            SELECT id, :round, :attempt, :step, CAST(:move AS text), :detail, :process FROM job WHERE id = :id""";

    private static final String NOTE_KILL =
            """
            INSERT INTO job_event (job_id, round, attempt, step, detail, process)
            SELECT id, round, attempt, :step, 'no statement: the lab killed the process', :process
              FROM job WHERE state = 'RUNNING' AND worker = :process""";

    private static final String NOTE_DUPLICATES =
            """
            INSERT INTO job_event (job_id, round, attempt, step, move, detail, process)
            SELECT id, round, attempt, :step, 'claim', '0 rows: this job was claimed before', :process
              FROM (SELECT job.*, row_number() OVER (PARTITION BY job.id)
                           + (SELECT count(*) FROM job_event AS noted
                               WHERE noted.job_id = job.id AND noted.round = job.round AND noted.step = :step) AS number
                      FROM job JOIN unnest(CAST(:ids AS uuid[])) AS message (id) ON job.id = message.id
                     WHERE state IN ('RUNNING', 'COMPLETE', 'DEAD')) AS refused
             WHERE number <= 100""";

    private static final String HAS_SETTLED =
            """
            SELECT 1 FROM job_event
             WHERE job_id = :id AND round = :round AND attempt = :attempt AND process = :process
               AND step IN ('COMPLETE', 'FAILED', 'DEAD', 'RELEASED')""";

    private final Statements database;
    private final ProcessRun process;

    JobNotes(Statements database, ProcessRun process) {
        this.database = database;
        this.process = process;
    }

    /** Notes what the fault lab did to the job, if that is committed. */
    @Transactional
    public void fault(Job job, String detail) {
        note(job, Step.FAULT, null, detail);
    }

    /** Notes on each job of this process that its run ends now. The caller may have locked some of them. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void killed() {
        database.update("SET LOCAL lock_timeout = '1s'", Map.of());
        database.update(NOTE_KILL, Map.of("step", Step.KILLED.name(), "process", process.name()));
    }

    /** Notes that a run has lost its lease: the move of {@link JobTable} found no row with its token. */
    @Transactional
    void fenced(JobContext run, String move) {
        note(run.job(), Step.FENCED, move, "0 rows: the lease is lost");
    }

    /** Whether this run's end is stored, after a commit without an answer. */
    @Transactional
    boolean hasSettled(JobContext run) {
        return !database.query(HAS_SETTLED, attemptOf(run.job()), row -> true).isEmpty();
    }

    /** Notes a message for a run that had begun. No statement was executed for it. */
    @Transactional
    void duplicate(JobContext run) {
        if (!run.isGivenBack()) {
            note(run.job(), Step.DUPLICATE, null, "refused in the process: this run had begun");
        }
    }

    /** Notes further messages for jobs that run or have ended, at most a hundred a job and round. */
    @Transactional
    void duplicates(Collection<UUID> messages) {
        database.update(
                NOTE_DUPLICATES, Map.of("ids", messages, "step", Step.DUPLICATE.name(), "process", process.name()));
    }

    private void note(Job job, Step step, String move, String detail) {
        Map<String, Object> parameters = new HashMap<>(attemptOf(job));
        parameters.put("step", step.name());
        parameters.put("move", move);
        parameters.put("detail", detail);
        database.update(NOTE, parameters);
    }

    private Map<String, Object> attemptOf(Job job) {
        return Map.of("id", job.id, "round", job.round, "attempt", job.attempt, "process", process.name());
    }
}
