package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The durable work of one visitor, and the count of its effects outside of the job table. */
final class Work {

    /** Each charge has an amount of its own, so that the ledger shows which was charged. */
    private static final AtomicInteger NEXT_AMOUNT = new AtomicInteger(2_000);

    private static final byte[] PICTURE = Pictures.jpeg(1600, 300);
    private static final Duration PAUSE = Duration.ofMillis(60);

    private final ProcessFixture fixture;
    private final HttpVisitor visitor;
    private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
    private final List<String> photos = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> amounts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stopped = new AtomicBoolean();
    private CompletableFuture<Void> submitting;

    Work(ProcessFixture fixture) {
        this.fixture = fixture;
        this.visitor = new HttpVisitor(fixture.web());
        visitor.signUp();
    }

    HttpVisitor visitor() {
        return visitor;
    }

    /** Submits a mail, a photo and a charge; each must be accepted. */
    Work submit(int rounds) {
        for (int i = 0; i < rounds; i++) {
            mails.add(visitor.welcomeAgain());
            photos.add(visitor.upload("durable", PICTURE));
            int amount = NEXT_AMOUNT.getAndIncrement();
            visitor.pay("durable", amount);
            amounts.add(amount);
        }
        return this;
    }

    /** Submits until {@link #finishSubmitting}. */
    Work keepSubmitting() {
        submitting = CompletableFuture.runAsync(() -> {
            while (!stopped.get()) {
                submit(1);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
        return this;
    }

    Work finishSubmitting() {
        stopped.set(true);
        submitting.join();
        return this;
    }

    int accepted() {
        return mails.size() + photos.size() + amounts.size();
    }

    /** Waits until no job is left to do, and returns how long that took. */
    Duration awaitEnd(Duration limit) {
        long begin = System.nanoTime();
        await("the end of all jobs")
                .atMost(limit)
                .until(() -> fixture.database().number("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
                        == 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /**
     * Asserts that nothing is lost and no effect happened twice.
     *
     * @param interrupted runs that were interrupted, each of which may have sent its mail before
     */
    Counts assertOnce(int interrupted) {
        Map<String, Long> sent = fixture.mailServer().messageIds(visitor.email()).stream()
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        long lostMails = mails.stream()
                .filter(mail -> !sent.containsKey("<welcome-" + mail + "@darkroom.invalid>"))
                .count();
        long mailsAgain = sent.values().stream().mapToLong(times -> times - 1).sum();
        Map<Integer, Long> charged = fixture.ledger().entries().stream()
                .filter(entry -> entry.path("status").asText().equals("charged"))
                .collect(Collectors.groupingBy(entry -> entry.path("amount").asInt(), Collectors.counting()));
        long lostCharges =
                amounts.stream().filter(amount -> !charged.containsKey(amount)).count();
        long chargesAgain = amounts.stream()
                .mapToLong(amount -> charged.getOrDefault(amount, 1L) - 1)
                .sum();
        long lostPhotos = photos.stream().filter(photo -> !isComplete(photo)).count();
        Counts counts = new Counts(accepted(), lostMails + lostPhotos + lostCharges, chargesAgain, mailsAgain);
        assertThat(counts.lost).as("lost of %s", counts).isZero();
        assertThat(counts.twice).as("charged twice: %s", counts).isZero();
        assertThat(counts.mailsAgain).as("mails sent again: %s", counts).isLessThanOrEqualTo(interrupted);
        photos.forEach(fixture.web().photos()::assertResized);
        return counts;
    }

    private boolean isComplete(String photo) {
        JsonNode status = visitor.get(photo);
        return status.path("status").asText().equals("complete");
    }

    record Counts(int accepted, long lost, long twice, long mailsAgain) {}
}
