package dev.darkroom.lab;

import dev.darkroom.billing.Charge;
import dev.darkroom.billing.ChargeRepeats;
import dev.darkroom.billing.MakeCharge;
import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Submits a charge's job a hundred times more, and counts these runs. */
@ApplicationScoped
class ChargeAgainRuns implements ChargeRepeats.Source {

    private static final int RUNS = 100;

    /** The runs write their receipts on their timelines. */
    private static final String COUNT =
            """
            WITH mine AS (
                   SELECT id, state, finished_at, CAST(CAST(payload AS json) ->> 'requestsBefore' AS int) AS before,
                          CAST(1000 * extract(epoch FROM finished_at - min(created_at) OVER ()) AS bigint) AS ms
                     FROM job WHERE owner = :owner AND kind = :kind AND subject = :subject)
            SELECT count(*) AS runs, count(*) FILTER (WHERE state = 'COMPLETE') AS complete,
                   count(*) FILTER (WHERE finished_at IS NULL) AS open, min(before) AS before,
                   array_agg(ms ORDER BY ms) FILTER (WHERE state = 'COMPLETE') AS ends,
                   (SELECT count(DISTINCT detail) FROM job_event
                     WHERE step = 'PROGRESS' AND job_id IN (SELECT id FROM mine)) AS receipts
              FROM mine""";

    private final Jobs jobs;
    private final DispatchChoice choice;
    private final Statements database;
    private final LabAccess access;

    ChargeAgainRuns(Jobs jobs, DispatchChoice choice, Statements database, LabAccess access) {
        this.jobs = jobs;
        this.choice = choice;
        this.database = database;
        this.access = access;
    }

    /** Always durable, whatever the visitor's mode: only durable work is claimed and settled. */
    @Transactional
    void submit(Charge charge, int requestsBefore) {
        choice.choose(DispatchMode.DURABLE);
        MakeCharge job = charge.job();
        jobs.submit(
                ChargeAgainHandler.KIND,
                Stream.generate(() -> new ChargeAgainHandler.ChargeAgain(UUID.randomUUID(), job, requestsBefore))
                        .limit(RUNS)
                        .toList());
    }

    @Override
    public Optional<ChargeRepeats> of(Charge charge, List<LedgerEntry> ledger) {
        return access.isOpen() ? Optional.of(count(charge, ledger)) : Optional.empty();
    }

    static int requests(List<LedgerEntry> ledger) {
        return ledger.stream().mapToInt(LedgerEntry::deliveries).sum();
    }

    private ChargeRepeats count(Charge charge, List<LedgerEntry> ledger) {
        MakeCharge job = charge.job();
        Map<String, Object> parameters =
                Map.of("owner", job.owner(), "kind", ChargeAgainHandler.KIND.name(), "subject", job.subject());
        int charges = (int) ledger.stream().filter(LedgerEntry::charged).count();
        return database.query(COUNT, parameters, row -> repeats(row, requests(ledger), charges))
                .get(0);
    }

    private static ChargeRepeats repeats(ResultSet row, int requests, int charges) throws SQLException {
        Array ends = row.getArray("ends");
        return new ChargeRepeats(
                row.getInt("runs"),
                row.getInt("complete"),
                row.getInt("open"),
                row.getInt("receipts"),
                row.getInt("runs") == 0 ? 0 : requests - row.getInt("before"),
                charges,
                ends == null ? List.of() : List.of((Long[]) ends.getArray()));
    }
}
