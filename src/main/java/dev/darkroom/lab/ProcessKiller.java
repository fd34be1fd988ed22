package dev.darkroom.lab;

import dev.darkroom.jobs.JobNotes;
import dev.darkroom.web.OwnPort;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Ends this process as {@code kill -9} would, and starts a replacement. In dev mode it restarts the application. */
@ApplicationScoped
class ProcessKiller {

    private static final Logger LOG = Logger.getLogger("lab");
    private static final int KILLED = 137;
    /** Enough for the page that follows the click to load. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String AFTER_END = "while kill -0 %d 2>/dev/null; do sleep 0.05; done; exec \"$0\" \"$@\"";

    private static final Path WATCHED = Path.of("src", "main", "resources", "application.properties");

    private final boolean devMode;
    private final Runnable reload;
    private final Runnable halt;
    private volatile boolean stopped;

    @Inject
    ProcessKiller(OwnPort port, JobNotes notes) {
        this(LaunchMode.current() == LaunchMode.DEVELOPMENT, () -> reload(port.get()), () -> haltProcess(notes));
    }

    ProcessKiller(boolean devMode, Runnable reload, Runnable halt) {
        this.devMode = devMode;
        this.reload = reload;
        this.halt = halt;
    }

    /** Does not return. In dev mode the process lives on, and this throws Interrupted when the application has stopped. */
    void halt() {
        Delay.sleep(DELAY);
        if (devMode) {
            reload.run();
            while (!stopped) {
                Delay.sleep(DELAY);
            }
            throw new Delay.Interrupted(null);
        }
        halt.run();
    }

    /** Whether the process is started again after its end. */
    boolean restarts() {
        return devMode || replacement().isPresent();
    }

    String description() {
        return devMode
                ? "In dev mode this restarts the application in the same process, after a short drain."
                : replacement().isPresent()
                        ? "The same command then starts again as a new process."
                        : "Darkroom cannot start it again here. Start it yourself.";
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Writes the time of death on the timelines of the running jobs, if the database is available. */
    private static void haltProcess(JobNotes notes) {
        try {
            notes.killed();
        } catch (RuntimeException e) {
            LOG.warnf("the kill is on no timeline: %s", e.getMessage());
        }
        LOG.info("lab this process halts. "
                + replacement().map(ProcessKiller::startReplacement).orElse("Start it again yourself."));
        Runtime.getRuntime().halt(KILLED);
    }

    /** Quarkus reloads the application at the first request after a watched file has changed. */
    private static void reload(int port) {
        try {
            Files.setLastModifiedTime(WATCHED, FileTime.from(Instant.now()));
            URI own = URI.create("http://127.0.0.1:" + port);
            HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(own).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            LOG.error("dev mode does not restart: press s in its terminal", e);
        }
    }

    /** Returns how to end the replacement, which has no terminal. */
    private static String startReplacement(List<String> command) {
        try {
            long pid = new ProcessBuilder(command).inheritIO().start().pid();
            return "Its replacement is process %1$d; end it with: kill %1$d".formatted(pid);
        } catch (IOException e) {
            return "Its replacement cannot be started: " + e.getMessage();
        }
    }

    /** A command that waits for this process to end and repeats its own; empty without a shell or a known command. */
    private static Optional<List<String>> replacement() {
        ProcessHandle self = ProcessHandle.current();
        Stream<String> shell = Stream.of(SHELL.toString(), "-c", AFTER_END.formatted(self.pid()));
        Stream<String> own = Stream.concat(
                self.info().command().stream(), self.info().arguments().stream().flatMap(Stream::of));
        return Files.isExecutable(SHELL) && self.info().arguments().isPresent()
                ? Optional.of(Stream.concat(shell, own).toList())
                : Optional.empty();
    }
}
