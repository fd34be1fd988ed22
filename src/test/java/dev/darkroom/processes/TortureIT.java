package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.Pictures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Visitors sign up, upload and pay while the processes that serve them are killed, frozen and stopped at random. The
 * printed {@code -Dseed=} repeats the same choices, though not at the same instants.
 */
class TortureIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int KILLS = Integer.getInteger("darkroom.test.kills", 5);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("minutes", 5));
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final int VISITORS = 4;
    private static final int WEB_LIFE = 12_000;
    private static final int WORKER_LIFE = 6_000;
    private static final int SHORT_LIFE = 2_000;
    private static final int KINDS_OF_KILLS = 4;
    private static final int KINDS_OF_FAULTS = 10;
    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;

    private static final List<byte[]> READABLE = List.of(Pictures.jpeg(1600, 300), Pictures.png(400, 1700));
    private static final byte[] UNREADABLE = Pictures.unreadablePng();
    /** Amounts with a meaning to the mock gateway. Other amounts are used once, from 2001. */
    private static final List<Integer> SPECIAL_AMOUNTS = List.of(1313, 503, 707);

    private static final int MAX_PAYMENT_REQUESTS = 4;

    private final AtomicInteger uniqueAmount = new AtomicInteger(2000);
    private final SmtpStub mailServer = new SmtpStub();
    private final ApplicationProcess gateway =
            new ApplicationProcess("torture-gateway").with("darkroom.simulate.gateway-delay", "300ms");
    private final ApplicationProcess web = new ApplicationProcess("torture")
            .with("darkroom.role", "web")
            .with("quarkus.mailer.host", "127.0.0.1")
            .with("quarkus.mailer.port", mailServer.port())
            .with("darkroom.gateway.url", gateway.url())
            .with("darkroom.simulate.smtp-delay", "400ms")
            .with("darkroom.simulate.resize-delay", "200ms")
            .with("darkroom.jobs.lease", "1200ms")
            .with("darkroom.jobs.heartbeat", "400ms")
            .with("darkroom.jobs.backoff-base", "50ms")
            .with("darkroom.jobs.backoff-cap", "300ms")
            .with("darkroom.lanes.mail.backoff-cap", "300ms");
    private final List<ApplicationProcess> workers =
            List.of(web.worker("torture-worker-1"), web.worker("torture-worker-2"));
    private final TestDatabase database = new TestDatabase(web);
    private final Invariants invariants = new Invariants(database);
    private final Queue<Invariants.Evidence> evidence = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kills = new AtomicInteger();
    /** The kinds of work of which something was accepted. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    private final Random seeds = new Random(SEED);
    private BooleanSupplier goesOn;
    private int longestPause = 300;

    @AfterEach
    void stop_all_processes() {
        Stream.concat(workers.stream(), Stream.of(web, gateway)).forEach(ApplicationProcess::close);
        mailServer.close();
    }

    @Test
    @Tag("torture")
    void no_accepted_work_is_lost_and_no_effect_happens_twice() {
        Instant end = Instant.now().plus(TIME);
        goesOn = () -> Instant.now().isBefore(end);
        start();
        injectFaultsWhileVisitorsWork(WORKER_LIFE, KINDS_OF_FAULTS);
        check();
    }

    /**
     * Without delays, a kill meets claimed jobs that no worker has begun, and settlements that wait for their commit, of which
     * some fail. The mail of one visitor never ends before its worker does: it is the poisonous job.
     */
    @Test
    @Tag("processes")
    @Tag("torture")
    void kills_at_random_moments_lose_nothing_and_repeat_no_effect_and_no_job_dies_beside_a_poisonous_one() {
        goesOn = () -> kills.get() < KILLS || !accepted.containsAll(List.of("mail", "photo", "payment"));
        longestPause = 50;
        Stream.concat(workers.stream(), Stream.of(web, gateway))
                .forEach(process -> process.with("darkroom.simulate.smtp-delay", "0s")
                        .with("darkroom.simulate.gateway-delay", "0s")
                        .with("darkroom.simulate.resize-delay", "0s"));
        start();
        invariants.failSomeSettlements();
        HttpVisitor poison = new HttpVisitor(web);
        mailServer.onMail(address -> {
            while (address.equals(poison.email()) && goesOn.getAsBoolean()) {
                LockSupport.parkNanos(10_000_000);
            }
        });
        poison.signUp();
        addEvidence("mail", poison.email(), true);
        injectFaultsWhileVisitorsWork(SHORT_LIFE, KINDS_OF_KILLS);
        check();
    }

    private void start() {
        System.out.println("Torture with -Dseed=" + SEED);
        List<ApplicationProcess> all =
                Stream.concat(Stream.of(gateway, web), workers.stream()).toList();
        ApplicationProcess.startAll(all);
        invariants.watchStates();
    }

    private void injectFaultsWhileVisitorsWork(int workerLife, int kindsOfFaults) {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        tasks.add(new FaultInjector(web, WEB_LIFE, kindsOfFaults));
        workers.forEach(worker -> tasks.add(new FaultInjector(worker, workerLife, kindsOfFaults)));
        for (int i = 0; i < VISITORS; i++) {
            tasks.add(new SimulatedVisitor(new Random(seeds.nextLong())));
        }
        Parallel.run(tasks.size(), () -> {
            tasks.remove().run();
            return null;
        });
    }

    private void check() {
        await("the end of all jobs")
                .atMost(DRAIN_LIMIT)
                .until(() -> database.number("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')") == 0);
        collectEvidence();
        System.out.printf("Torture with -Dseed=%d: %d kills, %s%n", SEED, kills.get(), invariants.summary());
        assertThat(invariants.violations())
                .as("violations, with -Dseed=" + SEED)
                .isEmpty();
        assertThat(List.of("killed", "mail WHERE accepted", "photo", "payment WHERE charge IS NOT NULL"))
                .as("kills and accepted work")
                .allMatch(rows -> database.number("SELECT count(*) FROM torture." + rows) > 0);
    }

    private void collectEvidence() {
        new Ledger(gateway)
                .entries()
                .forEach(entry -> addEvidence(
                        "ledger",
                        entry.path("key").asText(),
                        entry.path("amount").asInt(),
                        entry.path("status").asText()));
        mailServer.received().forEach(mail -> addEvidence("received", mail.address(), mail.messageId()));
        List<Path> damaged = web.photos().damaged();
        web.photos()
                .all()
                .forEach(file -> addEvidence(
                        "file", file.getParent().getFileName(), file.getFileName(), damaged.contains(file)));
        invariants.load(evidence);
    }

    private void addEvidence(String table, Object... values) {
        Object last = values[values.length - 1];
        if (last != null && !last.equals(false)) {
            accepted.add(table);
        }
        evidence.add(new Invariants.Evidence(table, values));
    }

    private static void pause(Random random, int fromMillis, int toMillis) {
        try {
            Thread.sleep(random.nextInt(fromMillis, toMillis + 1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs up, uploads and pays as one visitor after another, and records what was accepted: only a 2xx counts. */
    private final class SimulatedVisitor implements Runnable {

        private final Random random;

        SimulatedVisitor(Random random) {
            this.random = random;
        }

        @Override
        public void run() {
            while (goesOn.getAsBoolean()) {
                HttpVisitor visitor = request(() -> new HttpVisitor(web));
                if (visitor != null) {
                    boolean accepted = request(visitor::signUp) != null;
                    addEvidence("mail", visitor.email(), accepted);
                    for (int i = accepted ? random.nextInt(2, 8) : 0; i > 0 && goesOn.getAsBoolean(); i--) {
                        pause(random, longestPause / 6, longestPause);
                        uploadOrPay(visitor);
                    }
                }
            }
        }

        private void uploadOrPay(HttpVisitor visitor) {
            int choice = random.nextInt(10);
            if (choice >= 6) {
                pay(visitor, UUID.randomUUID().toString(), amount());
                return;
            }
            boolean readable = choice > 0;
            byte[] picture = readable ? READABLE.get(random.nextInt(READABLE.size())) : UNREADABLE;
            String status = request(() -> visitor.upload("durable", picture));
            if (status != null) {
                addEvidence("photo", HttpVisitor.id(status), readable);
            }
        }

        /** Repeats a request until it is answered, and sometimes after that. */
        private void pay(HttpVisitor visitor, String intent, int amount) {
            addEvidence("payment", intent, amount, null);
            boolean answered = false;
            for (int i = 0;
                    i < MAX_PAYMENT_REQUESTS && goesOn.getAsBoolean() && (!answered || random.nextInt(4) == 0);
                    i++) {
                String status = request(() -> HttpVisitor.location(visitor.api().pay("durable", intent, amount)));
                if (status != null) {
                    answered = true;
                    addEvidence("payment", intent, amount, HttpVisitor.id(status));
                }
            }
        }

        private int amount() {
            return random.nextInt(5) == 0
                    ? SPECIAL_AMOUNTS.get(random.nextInt(SPECIAL_AMOUNTS.size()))
                    : uniqueAmount.incrementAndGet();
        }

        /** Returns null if there is no answer or it is a refusal: nothing was accepted. */
        private <T> T request(Callable<T> request) {
            try {
                return request.call();
            } catch (Exception | AssertionError e) {
                pause(random, 100, 300);
                return null;
            }
        }
    }

    /** Repeatedly kills, stops or freezes one process at random, and restarts it. It is alive at the end. */
    private final class FaultInjector implements Runnable {

        private final ApplicationProcess process;
        private final int longestLife;
        private final int kinds;
        private final Random random = new Random(seeds.nextLong());

        /** @param longestLife in milliseconds, between two faults */
        FaultInjector(ApplicationProcess process, int longestLife, int kinds) {
            this.process = process;
            this.longestLife = longestLife;
            this.kinds = kinds;
        }

        @Override
        public void run() {
            pause(random, 500, longestLife);
            while (goesOn.getAsBoolean()) {
                assertThat(process.isAlive()).as(this::log).isTrue();
                injectFault();
                if (!process.isAlive()) {
                    pause(random, 0, 1000);
                    launch().awaitReady();
                }
                pause(random, 500, longestLife);
            }
        }

        private void injectFault() {
            switch (random.nextInt(kinds)) {
                case 0, 1, 2 -> kill();
                case 3 -> {
                    process.terminate();
                    pause(random, 0, 800);
                    kill();
                }
                case 4, 5 -> assertThat(process.stop()).as(this::log).isEqualTo(SIGTERM);
                case 6, 7 -> {
                    freeze();
                    process.thaw();
                }
                case 8 -> {
                    freeze();
                    kill();
                }
                default -> {
                    kill();
                    launch();
                    pause(random, 0, 4000);
                    kill();
                }
            }
        }

        private ApplicationProcess launch() {
            return process.with("darkroom.drain.grace", 300 * random.nextInt(5) + "ms")
                    .launch();
        }

        private void kill() {
            addEvidence("killed", process.pid());
            process.kill();
            kills.incrementAndGet();
            assertThat(process.exitCode()).as(this::log).isIn(SIGKILL, SIGTERM);
        }

        /** Mostly for longer than a lease. */
        private void freeze() {
            process.freeze();
            pause(random, 400, 3500);
        }

        private String log() {
            return String.join("\n", process.log());
        }
    }
}
