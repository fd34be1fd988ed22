package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Measures durable jobs that do nothing: many that are submitted one by one, many in bulk, and single ones on an idle
 * system. Prints one line of JSON. {@code src/docs/performance.md} has the command and the figures.
 *
 * <p>Variants: {@code default}; {@code record}, whose handler moves a record; {@code full}, in a table with a million finished
 * jobs.
 *
 * <p>The jobs run in this process, or in {@code BENCH_PROCESSES} processes of their own. Any transport can be set.
 */
@QuarkusMain(name = "benchmark")
public class Benchmark implements QuarkusApplication {

    private static final int JOBS = number("BENCH_N", 500);
    private static final int WARM_UP = number("BENCH_WARMUP", 200);
    private static final int WORKERS = number("BENCH_CONCURRENCY", 10);
    private static final int PRODUCERS = number("BENCH_PRODUCERS", 4);
    private static final int BULK = number("BENCH_BULK_BATCH", 500);
    private static final int SINGLES = number("BENCH_LAT_N", 200);
    private static final int SINGLES_SECONDS = number("BENCH_LAT_MAX_S", 60);
    private static final int DRAIN_SECONDS = number("BENCH_DRAIN_MAX_S", 300);
    private static final int PROCESSES = number("BENCH_PROCESSES", 0);
    private static final String VARIANT = text("BENCH_VARIANT", "default");

    /** The first single jobs are not measured. */
    private static final int DISCARDED = 10;

    private static final int COUNTED = 2 * (WARM_UP + JOBS);
    private static final int FINISHED = 1_000_000;
    private static final int INSERTED_AT_ONCE = 10_000;

    private static final String RECORDS =
            """
            WITH recipient AS (
                   INSERT INTO account (id, name, email, password_hash, role)
                   VALUES (gen_random_uuid(), 'benchmark', 'benchmark@example.org', '', 'visitor') RETURNING id)
            INSERT INTO welcome_mail (id, recipient_id, status, mode, process_run, done, total, rejected, accepted_at)
            SELECT CAST(lpad(to_hex(number), 32, '0') AS uuid), recipient.id, 'PROCESSING', 'DURABLE', gen_random_uuid(), 0, 1,
                   false, now()
              FROM recipient CROSS JOIN generate_series(0, :last) AS number""";

    private static final String FINISHED_JOBS =
            """
            WITH finished AS (
                   INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, attempt, created_at, claimed_at,
                                    finished_at)
                   SELECT gen_random_uuid(), 'numbered', 'finished ' || number, 'MAIL', '{}', 'owner ' || number % 1000, '/',
                          'COMPLETE', 1, at, at, at
                     FROM generate_series(:first, :last) AS number
                    CROSS JOIN LATERAL (SELECT now() - number * interval '0.5 s' AS at) AS time
                   RETURNING id, created_at)
            INSERT INTO job_event (job_id, at, round, attempt, step, process)
            SELECT id, created_at, 1, 1, step, 'benchmark'
              FROM finished CROSS JOIN unnest(ARRAY['QUEUED', 'CLAIMED', 'HEARTBEAT', 'COMPLETE']) AS step""";

    private static final String IS_ANY_LEFT =
            "SELECT EXISTS (SELECT FROM job WHERE state = 'QUEUED') OR EXISTS (SELECT FROM job WHERE state = 'RUNNING')";

    private static final AtomicIntegerArray RUNS = new AtomicIntegerArray(COUNTED + SINGLES + DISCARDED);
    private static volatile DrainTimes running = new DrainTimes(0);

    private final Jobs jobs;
    private final Relay relay;
    private final LanePauses pauses;
    private final ProcessRun process;
    private final WorkerProcesses workers = new WorkerProcesses();
    private final Statements database;
    private final ObjectMapper json;
    private final JobKind<NumberedJob> kind;
    private final Map<String, Object> result = new LinkedHashMap<>();
    private int submitted;

    Benchmark(Jobs jobs, Relay relay, LanePauses pauses, ProcessRun process, Statements database, ObjectMapper json) {
        this.jobs = jobs;
        this.relay = relay;
        this.pauses = pauses;
        this.process = process;
        this.database = database;
        this.json = json;
        this.kind = VARIANT.equals("record") ? NumberedJob.WITH_RECORD : NumberedJob.ALONE;
    }

    public static void main(String... arguments) {
        if (PROCESSES > 0 && !WorkerProcesses.isOne()) {
            System.setProperty("darkroom.role", "web");
        }
        Map.of(
                        "quarkus.datasource.jdbc.url",
                        text("BENCH_JDBC_URL", "jdbc:postgresql://127.0.0.1:5432/benchmark"),
                        "quarkus.datasource.username",
                        text("BENCH_PG_USER", "postgres"),
                        "quarkus.datasource.jdbc.max-size",
                        text("BENCH_POOL", "20"),
                        "quarkus.http.port",
                        "0",
                        "quarkus.log.level",
                        "WARN",
                        "darkroom.home",
                        "target/benchmark/home",
                        "darkroom.lab.enabled",
                        "false",
                        "darkroom.lanes.mail.concurrency",
                        Integer.toString(WORKERS))
                .forEach(System::setProperty);
        Quarkus.run(Benchmark.class, arguments);
    }

    /** Called by each job. */
    static void count(int number) {
        if (WorkerProcesses.isOne()) {
            WorkerProcesses.report(number);
        } else {
            count(number, System.nanoTime());
        }
    }

    static void count(int number, long nanos) {
        if (RUNS.getAndIncrement(number) == 0) {
            running.ran(nanos);
        }
    }

    @Override
    public int run(String... arguments) throws Exception {
        if (WorkerProcesses.isOne()) {
            WorkerProcesses.awaitEndOfInput();
            return 0;
        }
        stop();
        prepare();
        workers.start(PROCESSES, database);
        submitEach(WARM_UP);
        drain(WARM_UP);
        submitInBulk(WARM_UP);
        drain(WARM_UP);

        describe();
        put("enqueue_jobs_s", submitEach(JOBS));
        DrainTimes each = drain(JOBS);
        put("bulk_enqueue_jobs_s", submitInBulk(JOBS));
        DrainTimes bulk = drain(JOBS);
        describe(each, bulk);
        measureSingles();
        result.put("peak_rss_mb", workers.peakMegabytes());
        workers.end();
        int executed =
                (int) IntStream.range(0, COUNTED).filter(i -> RUNS.get(i) > 0).count();
        result.put("executed", executed);
        result.put("expected", COUNTED);
        result.put(
                "duplicates",
                IntStream.range(0, COUNTED)
                        .map(i -> Math.max(0, RUNS.get(i) - 1))
                        .sum());
        System.out.println(json.writeValueAsString(result));
        return executed == COUNTED ? 0 : 3;
    }

    private void prepare() {
        if (VARIANT.equals("record")) {
            database.update(RECORDS, Map.of("last", RUNS.length()));
        }
        if (VARIANT.equals("full")) {
            for (int first = 0; first < FINISHED; first += INSERTED_AT_ONCE) {
                database.update(FINISHED_JOBS, Map.of("first", first, "last", first + INSERTED_AT_ONCE - 1));
            }
            database.update("ANALYZE job, job_event", Map.of());
        }
    }

    /** From now on, jobs wait. */
    private void stop() {
        if (PROCESSES == 0) {
            relay.stop();
        } else {
            pauses.pause(Lane.MAIL, "benchmark");
        }
    }

    private void start() {
        if (PROCESSES == 0) {
            relay.start(null);
        } else {
            pauses.resume(Lane.MAIL);
        }
    }

    /** Submits each job in a transaction of its own, several at a time. Returns jobs a second. */
    private double submitEach(int many) throws Exception {
        AtomicInteger next = new AtomicInteger(submitted);
        submitted += many;
        ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
        long begin = System.nanoTime();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            ends.add(producers.submit(() -> {
                for (int job = next.getAndIncrement(); job < submitted; job = next.getAndIncrement()) {
                    submit(job, job + 1);
                }
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        producers.shutdown();
        return many / seconds(begin, System.nanoTime());
    }

    private double submitInBulk(int many) {
        int end = submitted + many;
        long begin = System.nanoTime();
        for (; submitted < end; submitted = Math.min(submitted + BULK, end)) {
            submit(submitted, Math.min(submitted + BULK, end));
        }
        return many / seconds(begin, System.nanoTime());
    }

    /** One transaction, as of one request. */
    @ActivateRequestContext
    @Transactional
    void submit(int first, int end) {
        jobs.submit(kind, IntStream.range(first, end).mapToObj(NumberedJob::new).toList());
    }

    /** Runs the jobs that wait, until the last one is stored as complete. */
    private DrainTimes drain(int many) throws InterruptedException {
        long written = written();
        DrainTimes current = new DrainTimes(many);
        running = current;
        start();
        if (!current.ended.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(current.ended.getCount() + " jobs did not run in " + DRAIN_SECONDS + " s");
        }
        while (isAnyLeft()) {
            Thread.sleep(5);
        }
        current.stored = System.nanoTime();
        current.written = written() - written;
        stop();
        return current;
    }

    private boolean isAnyLeft() {
        return database.query(IS_ANY_LEFT, Map.of(), row -> row.getBoolean(1)).get(0);
    }

    /** The bytes of the write-ahead log. */
    private long written() {
        return database.query("SELECT CAST(pg_current_wal_lsn() - '0/0' AS bigint)", Map.of(), row -> row.getLong(1))
                .get(0);
    }

    /** Measures how soon a job begins: from the return of its submission, and from before it. */
    private void measureSingles() throws InterruptedException {
        List<Double> submissions = new ArrayList<>();
        List<Double> sinceReturn = new ArrayList<>();
        List<Double> sinceCall = new ArrayList<>();
        Random random = new Random();
        start();
        Thread.sleep(1000);
        long begin = System.nanoTime();
        for (int i = 0; i < SINGLES + DISCARDED && seconds(begin, System.nanoTime()) < SINGLES_SECONDS; i++) {
            Thread.sleep(5 + random.nextInt(40));
            DrainTimes one = new DrainTimes(1);
            running = one;
            long call = System.nanoTime();
            submit(submitted, ++submitted);
            long returned = System.nanoTime();
            one.ended.await();
            if (i >= DISCARDED) {
                submissions.add(1000 * seconds(call, returned));
                sinceReturn.add(1000 * seconds(returned, one.first.get()));
                sinceCall.add(1000 * seconds(call, one.first.get()));
            }
        }
        stop();
        result.put("pickup_n", sinceCall.size());
        put("pickup_p50_ms", percentile(sinceReturn, 50));
        put("pickup_p99_ms", percentile(sinceReturn, 99));
        put("e2e_p50_ms", percentile(sinceCall, 50));
        put("e2e_p99_ms", percentile(sinceCall, 99));
        put("enqueue_p50_ms", percentile(submissions, 50));
    }

    private void describe() {
        result.put("peer", "darkroom");
        result.put("variant", VARIANT);
        result.put("version", ConfigProvider.getConfig().getValue("quarkus.application.version", String.class));
        result.put("runtime", "Java " + Runtime.version().feature() + " " + System.getProperty("java.vm.vendor"));
        result.put("store", "postgresql");
        result.put("transport", process.transport());
        result.put("processes", PROCESSES);
        result.put("n", JOBS);
        result.put("concurrency", WORKERS);
        result.put("producers", PRODUCERS);
        result.put("warmup", WARM_UP);
        result.put("bulk_batch", BULK);
        result.put(
                "latency_setting",
                "the relay is woken %s after the commit; it also polls each second"
                        .formatted(PROCESSES > 0 && !process.usesBroker() ? "by NOTIFY" : "in the process"));
        result.put("capped", false);
    }

    private void describe(DrainTimes each, DrainTimes bulk) {
        put("drain_jobs_s", each.jobs / seconds(each.first.get(), each.stored));
        put("drain_handler_jobs_s", each.jobs / seconds(each.first.get(), each.last.get()));
        put("drain_incl_start_jobs_s", each.jobs / seconds(each.begin, each.stored));
        put("drain2_jobs_s", bulk.jobs / seconds(bulk.first.get(), bulk.stored));
        put("drain_start_ms", 1000 * seconds(each.begin, each.first.get()));
        put("drain_settle_ms", 1000 * seconds(each.last.get(), each.stored));
        result.put("drain_wal_bytes_job", each.written / each.jobs);
    }

    private void put(String name, double figure) {
        result.put(name, Math.round(figure * 1000) / 1000.0);
    }

    private static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1));
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    private static String text(String variable, String otherwise) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isEmpty())
                .orElse(otherwise);
    }

    private static int number(String variable, int otherwise) {
        return Integer.parseInt(text(variable, Integer.toString(otherwise)));
    }

    /** The runs of jobs that wait: when the first began, when the last had run, and when it was stored. */
    private static final class DrainTimes {

        private final int jobs;
        private final CountDownLatch ended;
        private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
        private final long begin = System.nanoTime();
        private final AtomicLong last = new AtomicLong();
        private long stored;
        private long written;

        private DrainTimes(int jobs) {
            this.jobs = jobs;
            this.ended = new CountDownLatch(jobs);
        }

        private void ran(long nanos) {
            first.accumulateAndGet(nanos, Math::min);
            last.accumulateAndGet(nanos, Math::max);
            ended.countDown();
        }
    }
}
