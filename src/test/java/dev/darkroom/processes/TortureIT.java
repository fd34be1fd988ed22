package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Visitors sign up, upload and pay while the processes that serve them are killed, frozen and stopped at random. A printed
 * {@code -Dseed=} repeats the same choices, though not at the same instants.
 */
@Tag("torture")
class TortureIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("minutes", 5));
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final int VISITORS = 4;
    private static final int WEB_LIFE = 12_000;
    private static final int WORKER_LIFE = 6_000;

    private final SmtpStub mailServer = new SmtpStub();
    private final ApplicationProcess gateway =
            new ApplicationProcess("torture-gateway").fastStartup().with("darkroom.simulate.gateway-delay", "300ms");
    private final ApplicationProcess web = new ApplicationProcess("torture")
            .fastStartup()
            .with("darkroom.role", "web")
            .with("quarkus.mailer.host", "127.0.0.1")
            .with("quarkus.mailer.port", mailServer.port())
            .with("darkroom.gateway.url", gateway.url())
            .with("darkroom.simulate.smtp-delay", "400ms")
            .with("darkroom.simulate.resize-delay", "200ms")
            .with("darkroom.jobs.lease", "1200ms")
            .with("darkroom.jobs.heartbeat", "400ms")
            .with("darkroom.jobs.backoff-base", "50ms")
            .with("darkroom.jobs.backoff-cap", "300ms");
    private final List<ApplicationProcess> workers =
            List.of(web.worker("torture-worker-1"), web.worker("torture-worker-2"));
    private final TestDatabase database = new TestDatabase(web);
    private final List<SimulatedVisitor> visitors = new ArrayList<>();
    private final List<FaultInjector> injectors = new ArrayList<>();

    /** The time in which faults happen. */
    record Torture(Instant end) {

        boolean goesOn() {
            return Instant.now().isBefore(end);
        }

        void pause(Random random, int fromMillis, int toMillis) {
            try {
                Thread.sleep(random.nextInt(fromMillis, toMillis + 1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void end() {
        Stream.concat(workers.stream(), Stream.of(web, gateway)).forEach(ApplicationProcess::close);
        mailServer.close();
    }

    @Test
    void no_accepted_work_is_lost_and_no_effect_happens_twice() {
        System.out.println("Torture with -Dseed=" + SEED);
        List<ApplicationProcess> all =
                Stream.concat(Stream.of(gateway, web), workers.stream()).toList();
        all.forEach(ApplicationProcess::launch);
        all.forEach(ApplicationProcess::awaitReady);
        Invariants invariants = new Invariants(database);
        invariants.watchStates();

        torture();
        await("the end of all jobs")
                .atMost(DRAIN_LIMIT)
                .until(() -> database.number("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')") == 0);

        visitors.forEach(invariants::load);
        injectors.forEach(invariants::load);
        invariants.load(new Ledger(gateway));
        invariants.load(mailServer);
        invariants.load(web.photos());
        System.out.println(invariants.summary());
        assertThat(invariants.violations())
                .as("violations, with -Dseed=" + SEED)
                .isEmpty();
        assertThat(database.number("SELECT count(*) FROM torture.killed"))
                .as("kills")
                .isPositive();
        assertThat(database.number("SELECT count(*) FROM torture.mail WHERE accepted"))
                .as("accepted sign-ups")
                .isPositive();
    }

    private void torture() {
        Torture torture = new Torture(Instant.now().plus(TIME));
        Random random = new Random(SEED);
        FaultInjector.Deck deck = new FaultInjector.Deck(new Random(random.nextLong()));
        for (int i = 0; i < VISITORS; i++) {
            visitors.add(new SimulatedVisitor(web, torture, new Random(random.nextLong())));
        }
        injectors.add(new FaultInjector(web, WEB_LIFE, torture, new Random(random.nextLong()), deck));
        workers.forEach(worker ->
                injectors.add(new FaultInjector(worker, WORKER_LIFE, torture, new Random(random.nextLong()), deck)));
        List<Runnable> tasks =
                Stream.<Runnable>concat(visitors.stream(), injectors.stream()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        List<CompletableFuture<Void>> ends = tasks.stream()
                .map(task -> CompletableFuture.runAsync(task, threads))
                .toList();
        ends.forEach(CompletableFuture::join);
        threads.shutdown();
    }
}
