package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract with a broker, whatever happens to it: a message is a hint, and the row is the truth. */
abstract class BrokerContract extends TransportContract {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** Fault, broker, accepted, lost, effects twice, seconds until the backlog was gone. */
    private static final Path TABLE = Path.of("target", "brokers.md");

    final BrokerServer broker;

    BrokerContract(BrokerServer broker, String name) {
        super(name, broker.settings());
        this.broker = broker;
    }

    @AfterAll
    void stop_the_broker() {
        broker.close();
    }

    @Test
    @Tag("core")
    void of_a_hundred_deliveries_one_runs_and_the_others_find_no_row() {
        fixture.worker().start();
        Work work = new Work(fixture).submit(1);
        work.awaitEnd(LIMIT);
        String mail = fixture.database()
                .text("SELECT key FROM job WHERE kind = 'send-welcome-mail' ORDER BY seq DESC LIMIT 1");
        String job = fixture.job(mail);

        broker.publish("mail", job, 99);

        await("the refusals")
                .until(() -> fixture.timeline().of(mail, "DUPLICATE").size() == 99);
        assertThat(fixture.timeline().of(mail, "CLAIMED")).hasSize(1);
        work.assertOnce(0);
    }

    @Test
    void of_a_hundred_deliveries_before_the_claim_one_runs() {
        Work work = new Work(fixture);
        String mail = work.visitor().welcomeAgain();
        broker.publish("mail", fixture.job(mail), 100);
        fixture.worker().start();

        work.submit(1).awaitEnd(LIMIT);

        await("the refusals")
                .until(() -> fixture.timeline().of(mail, "DUPLICATE").size() >= 99);
        assertThat(fixture.timeline().of(mail, "CLAIMED")).hasSize(1);
        assertThat(fixture.mails(work.visitor(), mail)).isOne();
    }

    @Test
    void rubbish_is_acknowledged_and_logged_once() {
        ApplicationProcess worker = fixture.worker().start();
        broker.publish("mail", "rubbish", 20);
        Work work = new Work(fixture).submit(3);

        work.awaitEnd(LIMIT);

        work.assertOnce(0);
        assertThat(worker.log())
                .filteredOn(line -> line.contains("is no job's id"))
                .hasSize(1);
        await("the count")
                .until(() ->
                        fixture.database().number("SELECT unclaimed FROM process_run ORDER BY started_at DESC LIMIT 1")
                                == 20);
    }

    @Test
    @Tag("core")
    void a_worker_killed_before_the_acknowledgement_is_replaced() {
        killAt("before-acknowledgement", 4);
    }

    @Test
    void a_worker_killed_before_it_claims_the_jobs_of_its_messages_is_replaced() {
        ApplicationProcess killed = fixture.worker().start();
        Work work = new Work(fixture);
        work.awaitEnd(LIMIT);
        killed.freeze();
        work.submit(3);
        await("marks").until(() -> marked() > 2);

        killed.kill();
        fixture.worker().start();

        work.awaitEnd(LIMIT);
        work.assertOnce(0);
    }

    @Test
    void a_relay_killed_between_the_mark_and_the_message_delays_the_jobs_by_a_lease() {
        Work work = new Work(fixture);
        fixture.worker().start();
        work.awaitEnd(LIMIT);
        fixture.pauseAt("before-publish");
        ApplicationProcess killed = fixture.worker().start();
        work.submit(2);
        await("marks").until(() -> marked() > 0);

        killed.kill();
        fixture.resume();

        assertThat(work.awaitEnd(LIMIT)).isLessThan(TEN_SECONDS);
        work.assertOnce(0);
    }

    @Test
    @Tag("core")
    void a_broker_stopped_for_ten_seconds_under_load_delays_the_work_and_loses_nothing() {
        fixture.worker().start();
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();
        await("work").until(() -> work.accepted() > 30);

        broker.stop();
        int before = work.accepted();
        LockSupport.parkNanos(TEN_SECONDS.toNanos());
        assertThat(work.accepted()).as("requests are accepted all the same").isGreaterThan(before + 30);
        assertThat(marked()).as("nothing is marked").isLessThan(10);
        broker.start();

        report("broker stopped for 10 s", work.finishSubmitting(), 0);
    }

    @Test
    @Tag("core")
    void a_broker_that_is_killed_and_loses_its_data_loses_no_job() {
        fixture.worker().start();
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();
        await("work").until(() -> work.accepted() > 30);

        broker.destroy();
        broker.start();
        int before = work.accepted();
        await("more work").until(() -> work.accepted() > before + 30);

        report("broker killed, its data lost", work.finishSubmitting(), 0);
    }

    @Test
    void a_broker_that_is_killed_and_comes_back_loses_no_job() {
        fixture.worker().start();
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();
        await("work").until(() -> work.accepted() > 30);

        broker.kill();
        broker.start();
        int before = work.accepted();
        await("more work").until(() -> work.accepted() > before + 30);

        report("broker killed", work.finishSubmitting(), 0);
    }

    @Test
    void a_silent_broker_delays_the_work_and_loses_nothing() {
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();
        await("work").until(() -> work.accepted() > 30);

        try (TcpProxy.Cut silence = broker.proxy().cut(TcpProxy.Condition.SILENT)) {
            LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
        }

        report("broker silent for 6 s", work.finishSubmitting(), 0);
    }

    @Test
    void a_slow_broker_delays_the_work_and_loses_nothing() {
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();

        try (TcpProxy.Cut slow = broker.proxy().cut(TcpProxy.Condition.SLOW)) {
            await("work").until(() -> work.accepted() > 150);
        }

        report("broker slow", work.finishSubmitting(), 0);
    }

    @Test
    void a_connection_that_is_cut_again_and_again_in_the_middle_of_publishing_loses_nothing() {
        fixture.worker().start();
        Work work = new Work(fixture).keepSubmitting();
        await("work").until(() -> work.accepted() > 30);

        for (int i = 0; i < 5; i++) {
            TcpProxy.Cut cut =
                    broker.proxy().cut(i % 2 == 0 ? TcpProxy.Condition.REPLIES_LOST : TcpProxy.Condition.DOWN);
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            cut.close();
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
        }

        report("connection cut five times", work.finishSubmitting(), 0);
    }

    @Test
    void without_a_broker_at_the_start_the_web_accepts_and_a_worker_waits() {
        broker.stop();
        ApplicationProcess worker = fixture.worker().launch();
        Work work = new Work(fixture).submit(3);
        await("an unready worker").until(() -> reason(worker).contains("is away"));
        assertThat(Http.get(fixture.web().url() + "/q/health/ready").statusCode())
                .isEqualTo(200);
        JsonNode mail = work.visitor().get("/me/status");
        assertThat(mail.path("waitingText").asText()).startsWith("The broker is away.");
        assertThat(mail.at("/waitingFor/since").isNull()).isTrue();
        assertThat(work.visitor().page("/jobs")).contains(" is away. Due jobs wait in the table.");

        broker.start();

        worker.awaitReady();
        report("broker absent at the start", work, 0);
    }

    @Test
    void messages_at_a_worker_that_is_busy_for_a_minute_reach_an_idle_one() {
        fixture.worker()
                .with("darkroom.lanes.mail.concurrency", 1)
                .with("darkroom.simulate.smtp-delay", "60s")
                .start();
        Work work = new Work(fixture);
        await("a busy worker")
                .until(() -> fixture.database().number("SELECT count(*) FROM job WHERE state = 'RUNNING'") == 1);
        ApplicationProcess idle =
                fixture.worker().with("darkroom.lanes.mail.concurrency", 10).start();

        List<String> mails = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            mails.add(work.visitor().welcomeAgain());
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }

        assertThat(fixture.database().number("SELECT count(*) FROM job WHERE state = 'RUNNING'"))
                .as("it is still busy")
                .isPositive();
        List<Timeline.Entry> takenBack = new ArrayList<>();
        for (String mail : mails) {
            assertThat(fixture.timeline()
                            .await(mail, entry -> entry.is("CLAIMED"))
                            .isBy(idle))
                    .isTrue();
            List<Timeline.Entry> steps = fixture.timeline().of(mail);
            for (int i = 1; i < steps.size(); i++) {
                if (steps.get(i - 1).is("HANDED_OVER")) {
                    assertThat(Duration.between(
                                    steps.get(i - 1).at(), steps.get(i).at()))
                            .as("a message waits for a heartbeat and a poll at most")
                            .isLessThan(Duration.ofMillis(500 + 1000));
                }
            }
            steps.stream().filter(entry -> entry.is("TAKEN_BACK")).forEach(takenBack::add);
        }
        assertThat(!takenBack.isEmpty())
                .as("a broker that pushes sends some to the busy worker, which takes none by itself")
                .isEqualTo(broker.pushes());
        work.awaitEnd(LIMIT);
    }

    private int marked() {
        return fixture.database().number("SELECT count(*) FROM job WHERE handed_over_until > now()");
    }

    private static String reason(ApplicationProcess worker) {
        try {
            return Http.get(worker.url() + "/q/health/ready").body();
        } catch (RuntimeException e) {
            return "does not answer yet";
        }
    }

    /** Writes a row of the table of faults. */
    private void report(String fault, Work work, int interrupted) {
        Duration backlog = work.awaitEnd(LIMIT);
        Work.Counts counts = work.assertOnce(interrupted);
        String row = "| %s | %s | %d | %d | %d | %.1f |"
                .formatted(
                        fault,
                        getClass().getSimpleName().replace("ContractIT", ""),
                        counts.accepted(),
                        counts.lost(),
                        counts.twice() + counts.mailsAgain(),
                        backlog.toMillis() / 1000.0);
        try {
            Files.write(TABLE, List.of(row), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
