package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two worlds on one home: a process that serves pages, and one that works. Either can go without the other. */
@Tag("processes")
@Isolated("asserts within a second")
class WorldsIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static final Duration UNTIL_MISSED = Duration.ofSeconds(12);
    private static final Duration CLEARLY_NOT_THE_POLL = Duration.ofMillis(100);
    private static final Duration THE_POLL = Duration.ofMillis(2500);

    private static ApplicationProcess web;
    private static ApplicationProcess worker;
    private static Timeline timeline;

    @BeforeAll
    static void begin() {
        web = new ApplicationProcess("worlds").fastStartup().with("darkroom.role", "web");
        worker = web.worker("worlds-worker");
        timeline = new Timeline(web);
    }

    @BeforeEach
    void both_are_there() {
        List.of(web, worker).stream().filter(one -> !one.isAlive()).forEach(ApplicationProcess::start);
    }

    @AfterAll
    static void end() {
        worker.close();
        web.close();
    }

    @Test
    void without_a_worker_durable_work_waits_and_all_pages_say_so_until_one_comes() {
        HttpVisitor ada = new HttpVisitor(web);
        assertThat(ada.notices()).isEmpty();

        worker.kill();
        String mail = ada.signUp("durable");
        String photo = ada.upload("durable", PICTURE);
        String charge = ada.pay("durable", 3101);
        List<String> waiting = List.of(mail, photo, charge);

        await("the notice").atMost(UNTIL_MISSED).until(() -> !ada.notices().isEmpty());
        assertThat(ada.notices()).singleElement().asString().startsWith("alarm: No worker is running.");
        assertThat(ada.page("/photos")).contains("data-kind=\"alarm\"").contains("No worker is running.");
        assertThat(waiting)
                .allSatisfy(status ->
                        assertThat(ada.get(status).path("phase").asText()).isEqualTo("queued"));

        worker.start();

        waiting.forEach(ada::awaitComplete);
        assertThat(waiting).allSatisfy(status -> assertThat(claims(ada, status)).allMatch(one -> one.isBy(worker)));
        assertThat(ada.notices()).isEmpty();
        assertThat(ada.page("/photos")).doesNotContain("No worker is running.");
    }

    @Test
    void a_charge_that_a_worker_makes_is_in_the_books_of_the_company_in_the_web_process() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        String charge = ada.pay("durable", 3102);

        ada.awaitComplete(charge);
        assertThat(claims(ada, charge)).singleElement().matches(claim -> claim.isBy(worker));
        assertThat(new Ledger(web).statuses(3102)).containsExactly("charged");
    }

    @Test
    void work_in_memory_is_done_where_it_was_accepted() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        worker.freeze();
        try {
            String photo = ada.upload("volatile", PICTURE);
            ada.awaitComplete(photo);
            web.photos().assertDeveloped(photo);
        } finally {
            worker.thaw();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/photos", "/process", "/gateway/ledger", "/assets/css/base.css"})
    void a_worker_serves_no_page(String path) {
        assertThat(Http.get(web.url() + path).statusCode()).isIn(200, 401);
        assertThat(Http.get(worker.url() + path).statusCode()).isEqualTo(404);
    }

    @Test
    void a_worker_answers_who_watches_over_it() {
        assertThat(Http.get(worker.url() + "/q/health/live").statusCode()).isEqualTo(200);
        assertThat(Http.get(worker.url() + "/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(Http.get(worker.url() + "/q/metrics").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "web"})
    void a_second_process_that_would_serve_pages_is_told_how_to_start_a_worker(String role) {
        try (ApplicationProcess second = new ApplicationProcess("worlds-second")
                .fastStartup()
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
    void the_database_outlives_each_process_but_the_last() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        web.kill();
        assertThat(isReady(worker)).isTrue();
        web.start();
        ada.awaitComplete(ada.upload("durable", PICTURE));

        web.stop();
        assertThat(isReady(worker)).isTrue();
        assertThat(OrphanedDatabase.of(web.home()).isRunning()).isTrue();

        worker.stop();
        assertThat(OrphanedDatabase.of(web.home()).isRunning()).isFalse();
    }

    @Test
    void a_worker_hears_of_work_long_before_it_would_ask() {
        HttpVisitor ada = HttpVisitor.signedUp(web);
        Times pickUps = new Times();

        for (int i = 0; i < 30; i++) {
            pickUps.add(timeline.pickUp(ada.welcomeAgain()));
        }

        assertThat(pickUps.median()).isLessThan(CLEARLY_NOT_THE_POLL.toMillis());
    }

    @Test
    void what_nobody_was_told_of_is_found_within_the_poll_of_a_second() {
        HttpVisitor ada = HttpVisitor.signedUp(web);
        worker.freeze();
        String mail = ada.welcomeAgain();
        makeDue(mail, "1 hour");
        worker.thaw();
        assertThat(timeline.of(mail, "CLAIMED")).isEmpty();

        makeDue(mail, "0 s");

        Instant claimed = timeline.await(mail, entry -> entry.is("CLAIMED")).at();
        assertThat(Duration.between(dueAt(mail), claimed)).isPositive().isLessThan(THE_POLL);
    }

    @Test
    void a_listener_whose_connection_is_cut_listens_again_and_misses_nothing() {
        HttpVisitor ada = HttpVisitor.signedUp(web);

        assertThat(ofListeners("pg_terminate_backend(pid)")).isOne();
        String unheard = ada.welcomeAgain();

        assertThat(timeline.pickUp(unheard)).isLessThan(THE_POLL);
        await("the listener").until(() -> ofListeners("pid"), count -> count == 1);
    }

    private static List<Timeline.Entry> claims(HttpVisitor visitor, String status) {
        return timeline.of(visitor.get(status).path("id").asText(), "CLAIMED");
    }

    private static boolean isReady(ApplicationProcess one) {
        return Http.get(one.url() + "/q/health/ready").statusCode() == 200;
    }

    /** By a statement of our own, so that nobody is told. */
    private static void makeDue(String mail, String in) {
        new TestDatabase(web)
                .execute("UPDATE job SET run_at = now() + interval '%s' WHERE key = '%s'".formatted(in, mail));
    }

    private static Instant dueAt(String mail) {
        return Instant.parse(new TestDatabase(web)
                .of("SELECT to_json(run_at AT TIME ZONE 'UTC') #>> '{}' || 'Z' AS due FROM job WHERE key = '" + mail
                        + "'")
                .get(0)
                .text("due"));
    }

    /** Selects something of each connection on which somebody listens. Returns of how many. */
    private static int ofListeners(String expression) {
        return new TestDatabase(web)
                .of("SELECT " + expression + " FROM pg_stat_activity WHERE application_name = 'darkroom listener'")
                .size();
    }
}
