package dev.darkroom.lab;

import dev.darkroom.jobs.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Counts the permanent damage that was done while guards were removed. */
@ApplicationScoped
class GuardDamage {

    private static final String DOUBLE_CHARGES =
            """
            SELECT count(*) FROM (
              SELECT 1 FROM gateway_ledger WHERE status = 'CHARGED'
               GROUP BY split_part(key, '#', 1) HAVING count(*) > 1) AS twice""";

    private static final String RECORDS_WITHOUT_A_JOB =
            """
            SELECT count(*) FROM (
              SELECT 'resize-photo' AS kind, id, status, mode FROM photo
              UNION ALL SELECT 'transcode-video', id, status, mode FROM video
              UNION ALL SELECT 'make-charge', id, status, mode FROM charge
              UNION ALL SELECT 'send-welcome-mail', id, status, mode FROM welcome_mail) AS record
             WHERE status = 'PROCESSING' AND mode = 'DURABLE'
               AND NOT EXISTS (SELECT 1 FROM job WHERE job.kind = record.kind AND job.key = CAST(record.id AS text))""";

    private static final String OVERWRITTEN_JOBS =
            """
            SELECT count(*) FROM (
              SELECT 1 FROM job_event WHERE step IN ('COMPLETE', 'FAILED', 'DEAD')
               GROUP BY job_id HAVING max(id) > min(id) FILTER (WHERE step = 'COMPLETE')) AS twice""";

    private static final String CHARGES = "SELECT count(*) FROM gateway_ledger WHERE starts_with(key, :key || '#')";

    private final Statements database;

    /** @param unit what is counted */
    public record Damage(long count, String unit) {}

    GuardDamage(Statements database) {
        this.database = database;
    }

    /** Returns the damage that was done without this guard, or null if the fault removes none. */
    @Transactional
    Damage of(Fault guard) {
        return switch (guard) {
            case WITHOUT_KEY -> new Damage(count(DOUBLE_CHARGES, Map.of()), "payments charged more than once");
            case WITHOUT_OUTBOX -> new Damage(count(RECORDS_WITHOUT_A_JOB, Map.of()), "records without a job");
            case WITHOUT_FENCE -> new Damage(count(OVERWRITTEN_JOBS, Map.of()), "jobs settled twice");
            default -> null;
        };
    }

    @Transactional
    long chargesOf(String key) {
        return count(CHARGES, Map.of("key", key));
    }

    private long count(String sql, Map<String, String> parameters) {
        return database.query(sql, parameters, row -> row.getLong(1)).get(0);
    }
}
