package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web process and a worker share a home. Each works while the other is down. */
@Tag("processes")
@Isolated("asserts within a second")
class WebAndWorkerIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);
    private static final Duration UNTIL_MISSED = Duration.ofSeconds(12);
    private static final Duration FAR_BELOW_POLL = Duration.ofMillis(100);
    private static final Duration POLL_LIMIT = Duration.ofMillis(2500);

    private static ApplicationProcess web;
    private static ApplicationProcess worker;
    private static Timeline timeline;

    @BeforeAll
    static void configure() {
        web = new ApplicationProcess("web-and-worker").with("darkroom.role", "web");
        worker = web.worker("web-and-worker-worker");
        timeline = new Timeline(web);
    }

    @BeforeEach
    void start_missing_processes() {
        Stream.of(web, worker).filter(one -> !one.isAlive()).forEach(ApplicationProcess::start);
    }

    @AfterAll
    static void end() {
        worker.close();
        web.close();
    }

    @Test
    void durable_work_waits_without_a_worker_and_every_page_says_so_until_one_starts() {
        HttpVisitor ada = new HttpVisitor(web);
        assertThat(notices(ada)).isEmpty();

        worker.kill();
        String mail = ada.signUp();
        String photo = ada.upload("durable", PICTURE);
        String charge = ada.pay("durable", 3101);
        List<String> waiting = List.of(mail, photo, charge);

        await("the notice").atMost(UNTIL_MISSED).until(() -> !notices(ada).isEmpty());
        assertThat(notices(ada)).singleElement().asString().startsWith("No worker is running.");
        assertThat(ada.get("/process").at("/notices/0/kind").asText()).isEqualTo("alarm");
        assertThat(ada.page("/photos")).contains("data-kind=\"alarm\"").contains("No worker is running.");
        assertThat(waiting)
                .allSatisfy(status ->
                        assertThat(ada.get(status).path("phase").asText()).isEqualTo("queued"));

        worker.start();

        waiting.forEach(ada::awaitComplete);
        assertThat(waiting).allSatisfy(status -> assertThat(claims(ada, status)).allMatch(one -> one.isBy(worker)));
        assertThat(claims(ada, charge)).hasSize(1);
        assertThat(new Ledger(web).statuses(3101)).containsExactly("charged");
        assertThat(notices(ada)).isEmpty();
        assertThat(ada.page("/photos")).doesNotContain("No worker is running.");
    }

    @Test
    void volatile_work_is_done_by_the_process_that_accepted_it() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        worker.freeze();
        try {
            String photo = ada.upload("volatile", PICTURE);
            ada.awaitComplete(photo);
            web.photos().assertResized(photo);
        } finally {
            worker.thaw();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "web"})
    void a_second_process_that_serves_pages_is_refused_and_explains_how_to_start_a_worker(String role) {
        try (ApplicationProcess second = new ApplicationProcess("web-and-worker-second")
                .with("darkroom.home", web.home())
                .with("darkroom.role", role)) {
            assertThat(second.launch().exitCode()).isEqualTo(1);
            assertThat(second.log())
                    .singleElement()
                    .asString()
                    .startsWith("Another Darkroom is running on " + web.home())
                    .contains("java -Ddarkroom.role=worker -Ddarkroom.home=" + web.home() + " -jar ");
        }
    }

    @Test
    void the_database_survives_each_process_but_the_last() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        web.kill();
        assertThat(worker.isReady()).isTrue();
        web.start();
        ada.awaitComplete(ada.upload("durable", PICTURE));

        web.stop();
        assertThat(worker.isReady()).isTrue();
        assertThat(DatabaseServer.of(web.home()).isRunning()).isTrue();

        worker.stop();
        assertThat(DatabaseServer.of(web.home()).isRunning()).isFalse();
    }

    @Test
    void a_worker_is_notified_of_work_long_before_it_would_poll() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        List<Duration> pickUps = Stream.generate(() -> timeline.pickUp(ada.welcomeAgain()))
                .limit(30)
                .sorted()
                .toList();

        assertThat(pickUps.get(15)).as("the median").isLessThan(FAR_BELOW_POLL);
    }

    @Test
    void work_without_a_notification_is_found_by_the_poll() {
        HttpVisitor ada = HttpVisitor.signedUp(web);
        worker.freeze();
        String mail = ada.welcomeAgain();
        makeDue(mail, "1 hour");
        worker.thaw();
        assertThat(timeline.of(mail, "CLAIMED")).isEmpty();

        makeDue(mail, "0 s");

        Instant claimed = timeline.await(mail, entry -> entry.is("CLAIMED")).at();
        assertThat(Duration.between(dueAt(mail), claimed)).isPositive().isLessThan(POLL_LIMIT);
    }

    @Test
    void a_listener_whose_connection_is_cut_reconnects_and_misses_no_work() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        assertThat(listeners("pg_terminate_backend(pid)")).isOne();
        String unheard = ada.welcomeAgain();

        assertThat(timeline.pickUp(unheard)).isLessThan(POLL_LIMIT);
        await("the listener").until(() -> listeners("pid"), count -> count == 1);
    }

    private static List<Timeline.Entry> claims(HttpVisitor visitor, String status) {
        return timeline.of(visitor.get(status).path("id").asText(), "CLAIMED");
    }

    /** The notices at the top of every page. */
    private static List<String> notices(HttpVisitor visitor) {
        return visitor.api().json("/process").getList("notices.text");
    }

    /** Updates the job without a notification. */
    private static void makeDue(String mail, String in) {
        new TestDatabase(web)
                .execute("UPDATE job SET run_at = now() + interval '%s' WHERE key = '%s'".formatted(in, mail));
    }

    private static Instant dueAt(String mail) {
        return Instant.parse(new TestDatabase(web)
                .text("SELECT to_json(run_at AT TIME ZONE 'UTC') #>> '{}' || 'Z' FROM job WHERE key = '" + mail + "'"));
    }

    /** Evaluates the expression for each listening connection, and returns their number. */
    private static int listeners(String expression) {
        return new TestDatabase(web)
                .rows("SELECT " + expression + " FROM pg_stat_activity WHERE application_name = 'darkroom listener'")
                .size();
    }
}
