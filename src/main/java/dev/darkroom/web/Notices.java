package dev.darkroom.web;

import dev.darkroom.jobs.DatabaseOutage;
import dev.darkroom.jobs.ProcessRun;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The notices that every page shows at its top. Templates see them as {@code inject:notices}. */
@Named("notices")
@ApplicationScoped
public class Notices {

    static final Notice DATABASE_UNAVAILABLE = new Notice(
            "alarm",
            "The database is unavailable. New requests are refused; accepted work is not lost. Retry in a moment.");

    private static final Notice NO_WORKER = new Notice(
            "alarm",
            "No worker is running. Durable jobs are queued and will wait. Start one:"
                    + " java -Ddarkroom.role=worker -jar target/quarkus-app/quarkus-run.jar");

    private final List<Source> sources;
    private final ProcessRun process;

    Notices(@All List<Source> sources, ProcessRun process) {
        this.sources = sources;
        this.process = process;
    }

    /**
     * A sentence that every page shows while it is true. Its kind is {@code alarm} if no work is done until someone acts,
     * and {@code broken} for an armed fault. The action is the address of the repair button, or null.
     */
    public record Notice(String kind, String text, String repairAction) {

        public Notice(String kind, String text) {
            this(kind, text, null);
        }
    }

    /** A feature that has notices. Called for every page, so it must be quick. */
    public interface Source {
        List<Notice> notices();
    }

    /** The current notices; empty on an event loop, where blocking on the database is not allowed. */
    public List<Notice> current() {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            return List.of();
        }
        try {
            Stream<Notice> ofWorkers = process.isAnyWorkerAlive() ? Stream.empty() : Stream.of(NO_WORKER);
            Stream<Notice> ofBroker = process.brokerProblem().map(text -> new Notice("alarm", text)).stream();
            Stream<Notice> others = sources.stream().flatMap(source -> source.notices().stream());
            return Stream.of(ofWorkers, ofBroker, others)
                    .flatMap(Function.identity())
                    .toList();
        } catch (RuntimeException e) {
            Log.debug("page rendered without its notices", e);
            return DatabaseOutage.isCauseOf(e) ? List.of(DATABASE_UNAVAILABLE) : List.of();
        }
    }
}
