package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Customers sign up, upload and pay while the processes that serve them are killed, frozen and told to end at random; then
 * others than the accused are asked what came of it. {@code ./mvnw verify -Ptorture -Dminutes=30}; a printed {@code -Dseed=} makes the same choices again, though not at the same instants.
 */
@Tag("torture")
class TortureIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration TORMENT = Duration.ofMinutes(Long.getLong("minutes", 5));
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final int CUSTOMERS = 4;

    private final TortureFixture town = new TortureFixture();
    private final FaultLog torments = new FaultLog();
    private final AcceptedWork journal = new AcceptedWork();
    private final List<String> complaints = new ArrayList<>();

    @AfterEach
    void end() {
        town.close();
    }

    @Test
    void nothing_that_was_accepted_is_lost_and_nothing_is_done_twice() throws IOException {
        System.out.println("Torture with -Dseed=" + SEED);
        town.start();
        new StateChangeLog(town.database()).install();

        torment();
        drain();

        String figures = judge();
        System.out.println(figures);
        Files.writeString(Path.of("target", "torture.md"), figures);
        assertThat(complaints).as("complaints, with -Dseed=" + SEED).isEmpty();
        assertThat(torments.kills()).as("kills").isPositive();
        assertThat(journal.acceptedMails()).isNotEmpty();
    }

    private void torment() {
        Hourglass hour = new Hourglass(TORMENT);
        Random random = new Random(SEED);
        ProcessFault.Deck deck = new ProcessFault.Deck(new Random(random.nextLong()));
        List<Runnable> parties = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            parties.add(new SimulatedVisitor(town.web(), hour, new Random(random.nextLong()), journal));
        }
        parties.add(new FaultInjector(town.web(), 12_000, hour, new Random(random.nextLong()), deck, torments));
        for (ApplicationProcess worker : town.workers()) {
            parties.add(new FaultInjector(worker, 6_000, hour, new Random(random.nextLong()), deck, torments));
        }
        runAll(parties);
    }

    private void runAll(List<Runnable> parties) {
        ExecutorService threads = Executors.newFixedThreadPool(parties.size());
        List<Future<?>> ends = new ArrayList<>();
        parties.forEach(party -> ends.add(threads.submit(party)));
        threads.shutdown();
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                complaints.add(e.getCause().toString());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** All processes are up again; what is still under way when the time is over is found by the judges. */
    private void drain() {
        try {
            Awaitility.await("the end of all jobs")
                    .atMost(DRAIN_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> town.database().number("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
                            == 0);
        } catch (ConditionTimeoutException e) {
            complaints.add(e.getMessage());
        }
    }

    private String judge() {
        Evidence books = Evidence.read(town.database(), town.ledger());
        RecordsJudge records = new RecordsJudge(journal, books);
        MailJudge mails = new MailJudge(journal, books, town.mailHouse());
        FilesJudge files = new FilesJudge(books, town.web().photos(), torments);
        Stream.of(records, mails, files, new MoneyJudge(journal, books))
                .flatMap(Invariant::complaints)
                .forEach(complaints::add);

        TortureFigures figures = new TortureFigures(SEED, TORMENT.toSeconds() / 60.0);
        figures.add(torments);
        figures.add(journal);
        figures.add(books, town.database());
        figures.addFenced(books, new StateChangeLog(town.database()), torments);
        figures.add(mails);
        figures.add(files);
        figures.verdict(records.shareComplete(), complaints);
        return figures.toString();
    }
}
