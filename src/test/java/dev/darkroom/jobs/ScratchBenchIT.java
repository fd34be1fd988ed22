package dev.darkroom.jobs;

import dev.darkroom.testing.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScratchBenchIT {
    static final int N = Integer.getInteger("n", 10000);

    @Inject
    Jobs jobs;

    @Inject
    Relay relay;

    @Inject
    JobTable table;

    record Noop(String key) implements JobPayload {
        static final JobKind<Noop> KIND = new JobKind<>("noop", Noop.class, Lane.MAIL, Duration.ofSeconds(30));

        public String owner() {
            return "bench";
        }

        public String subject() {
            return "bench";
        }
    }

    @ApplicationScoped
    static class NoopHandler implements JobHandler<Noop, String> {
        static final ConcurrentHashMap<String, CompletableFuture<Long>> WAIT = new ConcurrentHashMap<>();
        static volatile CountDownLatch left = new CountDownLatch(0);
        static volatile long first;

        public JobKind<Noop> kind() {
            return Noop.KIND;
        }

        public String perform(Noop p, JobContext run) {
            if (first == 0) first = System.nanoTime();
            CompletableFuture<Long> w = WAIT.remove(p.key());
            if (w != null) w.complete(System.nanoTime());
            left.countDown();
            return "";
        }
    }

    void produce(String prefix, int n) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Thread> ts = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            Thread t = new Thread(() -> {
                for (int i; (i = next.getAndIncrement()) < n; ) one(prefix + i);
            });
            t.start();
            ts.add(t);
        }
        for (Thread t : ts) t.join();
    }

    @ActivateRequestContext
    void one(String key) {
        io.quarkus.arc.Arc.container().requestContext().activate();
        QuarkusTransaction.requiringNew().run(() -> jobs.submit(Noop.KIND, new Noop(key)));
        io.quarkus.arc.Arc.container().requestContext().terminate();
    }

    void bulk(String prefix, int n) {
        io.quarkus.arc.Arc.container().requestContext().activate();
        for (int i = 0; i < n; i += 500) {
            int from = i;
            QuarkusTransaction.requiringNew()
                    .run(() -> jobs.submit(
                            Noop.KIND,
                            IntStream.range(from, Math.min(from + 500, n))
                                    .mapToObj(k -> new Noop(prefix + k))
                                    .toList()));
        }
        io.quarkus.arc.Arc.container().requestContext().terminate();
    }

    double drain(int n) throws Exception {
        NoopHandler.left = new CountDownLatch(n);
        NoopHandler.first = 0;
        relay.start(null);
        NoopHandler.left.await(120, TimeUnit.SECONDS);
        while (Database.count("job WHERE state IN ('QUEUED', 'RUNNING') AND kind = 'noop'") > 0) Thread.sleep(5);
        double d = n / ((System.nanoTime() - NoopHandler.first) / 1e9);
        relay.stop();
        return d;
    }

    @Test
    void bench() throws Exception {
        relay.stop();
        produce("w", 2000);
        drain(2000);
        bulk("wb", 2000);
        drain(2000);
        long t = System.nanoTime();
        produce("n", N);
        double enq = N / ((System.nanoTime() - t) / 1e9);
        double d = drain(N);
        t = System.nanoTime();
        bulk("b", N);
        double bulk = N / ((System.nanoTime() - t) / 1e9);
        double d2 = drain(N);
        relay.start(null);
        Thread.sleep(1000);
        List<Double> pick = new ArrayList<>();
        for (int k = 0; k < 210; k++) {
            Thread.sleep(5 + (long) (Math.random() * 40));
            CompletableFuture<Long> f = new CompletableFuture<>();
            NoopHandler.WAIT.put("l" + k, f);
            long t0 = System.nanoTime();
            one("l" + k);
            if (k >= 10) pick.add((f.get(20, TimeUnit.SECONDS) - t0) / 1e6);
        }
        pick.sort(null);
        System.out.printf(
                "BENCH enqueue %.0f bulk %.0f drain %.0f drain2 %.0f p50 %.2f p99 %.2f%n",
                enq, bulk, d, d2, pick.get(100), pick.get(197));
    }
}
