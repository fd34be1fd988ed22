package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import dev.darkroom.testing.TcpProxy.CommitCut;
import dev.darkroom.testing.TcpProxy.Condition;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The database is cut off, hangs, refuses, or its answer to a commit is lost. The application is not a superuser, and
 * sessions are serializable by default.
 */
@Tag("processes")
class OutageIT {

    private static final byte[] PICTURE = Pictures.jpeg(1600, 300);
    private static final Duration NOTICED = Duration.ofSeconds(3);
    private static final long ANSWERED_MILLIS = 15_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String KILL_ONE = "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
            + " WHERE usename = 'app' ORDER BY random() LIMIT 1) AS one";
    private static final String ANALYSE = "SELECT count(*) FROM job_event JOIN job ON job.id = job_id";

    private static final String IS_READ_COMMITTED =
            "IF current_setting('transaction_isolation') <> 'read committed' THEN RAISE 'wrong isolation'; END IF;";

    private static SmtpStub mailServer;
    private static ApplicationProcess server;
    private static TestDatabase database;
    private static TcpProxy proxy;
    private static ApplicationProcess darkroom;
    private static HttpVisitor ada;

    @BeforeAll
    static void begin() {
        mailServer = new SmtpStub();
        server = new ApplicationProcess("outage-database")
                .with("darkroom.role", "web")
                .start();
        TestDatabase first = new TestDatabase(server);
        first.execute("CREATE ROLE app LOGIN");
        first.execute("ALTER ROLE app SET default_transaction_isolation = 'serializable'");
        first.execute("CREATE DATABASE outage OWNER app");
        // Only its PostgreSQL is needed, which lives on.
        server.kill();
        database = new TestDatabase(server, "outage");
        proxy = new TcpProxy().open(server.databasePort());
        darkroom = new ApplicationProcess("outage")
                .with(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/outage?prepareThreshold=0")
                .with("quarkus.datasource.username", "app")
                .with("quarkus.mailer.host", "127.0.0.1")
                .with("quarkus.mailer.port", mailServer.port())
                .with("darkroom.simulate.smtp-delay", "1s")
                .with("darkroom.jobs.lease", "3s")
                .with("darkroom.jobs.heartbeat", "1s")
                .with("darkroom.jobs.backoff-base", "50ms")
                .start();
        beforeEachChangeOfAJob(IS_READ_COMMITTED);
        database.execute("CREATE TRIGGER on_job BEFORE INSERT OR UPDATE ON job FOR EACH ROW EXECUTE FUNCTION on_job()");
        ada = new HttpVisitor(darkroom);
        ada.awaitComplete(ada.signUp());
    }

    @BeforeEach
    void await_the_end_of_the_last_outage() {
        await("readiness").until(darkroom::isReady);
    }

    @AfterAll
    static void end() {
        darkroom.close();
        proxy.close();
        server.close();
        mailServer.close();
    }

    /** @param seconds several leases: shorter than a connection waits for an answer, and longer */
    @ParameterizedTest
    @CsvSource({"DOWN, 10", "SILENT, 6", "SILENT, 14"})
    void requests_get_503_while_the_database_is_away_and_work_continues_when_it_is_back(Condition away, int seconds) {
        HttpVisitor bob = new HttpVisitor(darkroom);
        int mailsBefore = mailServer.received().size();
        int rescuesBefore = rescues();
        AtomicBoolean open = new AtomicBoolean(true);
        List<CompletableFuture<List<Response>>> visitors = Stream.<Supplier<Response>>of(
                        () -> ada.api().in("durable").post("/me/welcome"), () -> signUp(bob), () -> get("/photos"))
                .map(request -> CompletableFuture.supplyAsync(() -> repeat(request, open)))
                .toList();

        await("the run of a mail job")
                .until(() -> count("job WHERE state = 'RUNNING' AND kind = 'send-welcome-mail'") > 0);
        try (TcpProxy.Cut cut = proxy.cut(away)) {
            Instant end = Instant.now().plusSeconds(seconds);
            await("readiness").atMost(NOTICED).until(() -> !darkroom.isReady());
            await("the end of the outage").until(() -> Instant.now().isAfter(end));
            assertThat(ada.page("/photos"))
                    .contains("The database is unavailable")
                    .doesNotContain("Exception");
        }
        await("recovery").until(() -> get("/photos").statusCode() == 200);
        open.set(false);

        List<Response> answers =
                visitors.stream().flatMap(one -> one.join().stream()).toList();
        assertThat(answers)
                .extracting(Response::statusCode)
                .isSubsetOf(200, 202, 503)
                .contains(202);
        assertThat(answers).allMatch(answer -> answer.time() < ANSWERED_MILLIS);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 503).allSatisfy(OutageIT::assertExplained);
        awaitAllJobs();
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 202)
                .allMatch(answer -> count("job WHERE state = 'COMPLETE' AND key = '" + answer.path("id") + "'") == 1);
        assertThat(rescues()).as("rescued runs").isEqualTo(rescuesBefore);
        assertThat(mailServer.received()).doesNotHaveDuplicates().hasSizeGreaterThan(mailsBefore);
        assertThat(darkroom.log())
                .noneMatch(line -> line.startsWith("\tat "))
                .anyMatch(line -> line.endsWith("has to wait: the database is unavailable"));
    }

    @Test
    void a_stall_that_one_heartbeat_meets_refuses_no_request() {
        try (TcpProxy.Cut cut = proxy.cut(Condition.SILENT)) {
            await("readiness").atMost(NOTICED).until(() -> !darkroom.isReady());
        }
        await("readiness").until(() -> {
            assertThat(get("/photos").statusCode()).isEqualTo(200);
            return darkroom.isReady();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_submission_whose_commit_gets_no_answer_gets_503_and_is_stored_whole_or_not_at_all(boolean committed) {
        int before = count("photo");
        CommitCut cut = proxy.cutCommitOf("INSERT INTO job (", committed);

        Response answer = ada.api().upload("durable", "picture.jpg", PICTURE);

        assertThat(cut.done()).isCompleted();
        assertExplained(answer);
        assertThat(count("photo") - before).isEqualTo(committed ? 1 : 0);
        assertThat(count("job WHERE kind = 'resize-photo'")).isEqualTo(count("photo"));
        if (committed) {
            assertDoneOnce("/photos/%s/status"
                    .formatted(database.text("SELECT id FROM photo ORDER BY accepted_at DESC LIMIT 1")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_job_whose_claim_gets_no_answer_to_its_commit_is_run_and_not_left_to_its_lease(boolean committed) {
        setLane("pause");
        String photo = ada.upload("durable", PICTURE);
        CommitCut cut = proxy.cutCommitOf(HttpVisitor.id(photo), committed);

        setLane("resume");

        assertThat(cut.done()).succeedsWithin(Duration.ofSeconds(5));
        assertDoneOnce(photo);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_settlement_whose_commit_gets_no_answer_is_not_taken_for_fenced_and_its_files_stay(boolean committed) {
        CommitCut cut = proxy.cutCommitOf("SET state = 'COMPLETE'", committed);

        String photo = ada.upload("durable", PICTURE);

        assertThat(cut.done()).succeedsWithin(Duration.ofSeconds(5));
        assertDoneOnce(photo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "40001"})
    void work_that_the_server_cannot_store_now_is_refused_with_503_or_stored_later(String sqlState) {
        setLane("pause");
        String photo = ada.upload("durable", PICTURE);
        beforeEachChangeOfAJob(
                "IF NEW.state IN ('QUEUED', 'COMPLETE') THEN RAISE USING ERRCODE = '" + sqlState + "'; END IF;");
        try {
            setLane("resume");
            assertExplained(ada.api().upload("durable", "picture.jpg", PICTURE));
            String waits = HttpVisitor.id(photo).substring(0, 8) + " finished but could not be recorded";
            await(waits).until(() -> darkroom.log().stream().anyMatch(line -> line.contains(waits)));
        } finally {
            beforeEachChangeOfAJob(IS_READ_COMMITTED);
        }
        assertDoneOnce(photo);
    }

    @Test
    void a_read_only_database_is_an_outage_until_it_can_be_written_again() {
        database.configure("default_transaction_read_only", "on");
        try {
            await("readiness").atMost(NOTICED).until(() -> !darkroom.isReady());
            assertExplained(ada.api().upload("durable", "picture.jpg", PICTURE));
        } finally {
            database.configure("default_transaction_read_only", "DEFAULT");
        }
        await("readiness").until(darkroom::isReady);
        assertDoneOnce(ada.upload("durable", PICTURE));
    }

    @Test
    void a_process_that_is_stopped_during_an_outage_writes_the_last_line_of_its_drain() {
        try (ApplicationProcess worker = new ApplicationProcess("outage-worker")
                .with("darkroom.role", "worker")
                .with("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/outage")
                .with("quarkus.datasource.username", "app")
                .with("darkroom.drain.grace", "1s")
                .start()) {
            try (TcpProxy.Cut cut = proxy.cut(Condition.DOWN)) {
                assertThat(worker.stop()).isEqualTo(143);
            }
            assertThat(worker.log())
                    .anyMatch(line -> line.contains("drained: 0 running jobs finished"))
                    .noneMatch(line -> line.startsWith("\tat "));
        }
    }

    /** A trigger checks it in each test of this class. */
    @Test
    void the_changes_of_a_job_are_read_committed_whatever_the_default_of_the_database_is() {
        assertThat(database.text("SELECT rolconfig::text FROM pg_roles WHERE rolname = 'app'"))
                .contains("serializable");
        assertDoneOnce(ada.upload("durable", PICTURE));
    }

    @Test
    void nothing_is_lost_while_connections_are_killed_and_scarce_and_the_speed_returns() throws SQLException {
        double before = photosASecond();
        List<String> accepted = new ArrayList<>();
        ScheduledExecutorService others = Executors.newScheduledThreadPool(5);
        try (Connection idle = database.connect()) {
            idle.setAutoCommit(false);
            idle.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            idle.createStatement().execute("SELECT 1 FROM job");
            others.scheduleAtFixedRate(() -> database.rows(KILL_ONE), 0, 200, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 4; i++) {
                others.scheduleWithFixedDelay(() -> database.rows(ANALYSE), 0, 10, TimeUnit.MILLISECONDS);
            }
            database.execute("ALTER ROLE app CONNECTION LIMIT 15");
            Instant end = Instant.now().plusSeconds(5);
            while (Instant.now().isBefore(end)
                    || accepted.isEmpty() && Instant.now().isBefore(end.plusSeconds(25))) {
                Response answer = ada.api().upload("durable", "picture.jpg", PICTURE);
                if (answer.statusCode() == 202) {
                    accepted.add(HttpVisitor.id(HttpVisitor.location(answer)));
                } else {
                    assertExplained(answer);
                }
            }
        } finally {
            others.shutdownNow();
            database.execute("ALTER ROLE app CONNECTION LIMIT -1");
        }

        awaitAllJobs();
        await("recovery").until(() -> get("/photos").statusCode() == 200);
        assertThat(accepted).isNotEmpty();
        assertThat(count("photo WHERE id IN ('" + String.join("', '", accepted) + "')"))
                .isEqualTo(accepted.size());
        assertThat(count("photo WHERE status <> 'COMPLETE'")).isZero();
        assertThat(darkroom.photos().damaged()).isEmpty();
        await("the speed of before").until(() -> photosASecond() > before / 2);
    }

    /** Uploads and the work that they cause. */
    private static double photosASecond() {
        Instant begin = Instant.now();
        int many = 40;
        for (int i = 0; i < many; i++) {
            ada.upload("durable", PICTURE);
        }
        awaitAllJobs();
        return 1000.0 * many / Duration.between(begin, Instant.now()).toMillis();
    }

    private static void awaitAllJobs() {
        await("the end of all jobs").until(() -> count("job WHERE state IN ('QUEUED', 'RUNNING')") == 0);
    }

    private static void assertDoneOnce(String photo) {
        ada.awaitComplete(photo);
        darkroom.photos().assertResized(photo);
        assertThat(database.text(
                        "SELECT string_agg(step, ' ' ORDER BY job_event.id) FROM job_event JOIN job ON job.id = job_id"
                                + " WHERE step NOT IN ('PROGRESS', 'HEARTBEAT') AND key = '" + HttpVisitor.id(photo)
                                + "'"))
                .isEqualTo("QUEUED CLAIMED COMPLETE");
    }

    private static void assertExplained(Response refused) {
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.jsonPath().getString("detail")).startsWith("The database is unavailable");
    }

    /** @param plpgsql statements */
    private static void beforeEachChangeOfAJob(String plpgsql) {
        database.execute("CREATE OR REPLACE FUNCTION on_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + plpgsql
                + " RETURN NEW; END $$");
    }

    private static void setLane(String action) {
        ada.api().program().post("/lanes/images/" + action).then().statusCode(204);
    }

    private static int rescues() {
        return count("job_event WHERE step = 'RESCUED'");
    }

    /** @param rows tables and conditions, as they follow FROM */
    private static int count(String rows) {
        return database.number("SELECT count(*) FROM " + rows);
    }

    private static List<Response> repeat(Supplier<Response> request, AtomicBoolean open) {
        List<Response> answers = new ArrayList<>();
        while (open.get()) {
            answers.add(request.get());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return answers;
    }

    /** Each call uses a new address. */
    private static Response signUp(HttpVisitor visitor) {
        return visitor.api().signUp("durable", "Bob", UUID.randomUUID() + "@example.org", ApiVisitor.PASSWORD);
    }

    private static Response get(String path) {
        return ada.api().request().get(path);
    }
}
