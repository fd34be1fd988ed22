package dev.darkroom.lab;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.ProcessHandle.Info;
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
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Ends this process as {@code kill -9} does, and has it replaced. In dev mode it only restarts the application. */
@ApplicationScoped
class ProcessKiller {

    private static final Logger LOG = Logger.getLogger("lab");
    private static final int KILLED = 137;
    /** Enough for the page that follows the click to load. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private final boolean devMode;
    private final Runnable reload;
    private final Runnable halt;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Inject
    ProcessKiller(HttpServer server) {
        this(
                LaunchMode.current() == LaunchMode.DEVELOPMENT,
                () -> DevMode.reload(server.getPort()),
                ProcessKiller::haltProcess);
    }

    ProcessKiller(boolean devMode, Runnable reload, Runnable halt) {
        this.devMode = devMode;
        this.reload = reload;
        this.halt = halt;
    }

    /**
     * Does not return. In dev mode the process is not halted, because it will run the next application.
     *
     * @throws Delay.Interrupted in dev mode, when this application has stopped
     */
    void halt() {
        Delay.sleep(DELAY);
        if (devMode) {
            reload.run();
            Delay.await(stopped);
            throw new Delay.Interrupted(null);
        }
        halt.run();
    }

    /** The text beside the button. */
    String description() {
        return devMode
                ? "In dev mode this restarts the application in the same process, after a short drain."
                : Replacement.description();
    }

    private static void haltProcess() {
        LOG.info("lab this process halts. " + Replacement.start());
        Runtime.getRuntime().halt(KILLED);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    /** Quarkus reloads the application at the first request after a watched file has changed. */
    private static final class DevMode {

        private static final Path WATCHED = Path.of("src", "main", "resources", "application.properties");

        static void reload(int port) {
            try {
                Files.setLastModifiedTime(WATCHED, FileTime.from(Instant.now()));
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                        .build();
                HttpClient.newHttpClient().sendAsync(request, BodyHandlers.discarding());
            } catch (IOException e) {
                LOG.error("dev mode does not restart: press s in its terminal", e);
            }
        }
    }

    /** The process that replaces this one: the same command, started when this process has ended. */
    private static final class Replacement {

        private static final Path SHELL = Path.of("/bin/sh");
        private static final String AFTER_END = "while kill -0 %d 2>/dev/null; do sleep 0.05; done; exec \"$0\" \"$@\"";

        private static final ProcessHandle SELF = ProcessHandle.current();

        /** Returns how to end the replacement, which has no terminal. */
        static String start() {
            if (!isPossible()) {
                return description();
            }
            try {
                Process shell = new ProcessBuilder(command()).inheritIO().start();
                return "Its replacement is process %1$d; end it with: kill %1$d".formatted(shell.pid());
            } catch (IOException e) {
                return "Its replacement cannot be started: " + e.getMessage();
            }
        }

        static String description() {
            return isPossible()
                    ? "The same command then starts again as a new process."
                    : "Nothing starts it again here: do that yourself.";
        }

        private static List<String> command() {
            Info own = SELF.info();
            Stream<String> wait = Stream.of(
                    SHELL.toString(),
                    "-c",
                    AFTER_END.formatted(SELF.pid()),
                    own.command().orElseThrow());
            return Stream.concat(wait, Stream.of(own.arguments().orElseThrow())).toList();
        }

        /** Not every system reports a process's own command, and not every one has a shell. */
        private static boolean isPossible() {
            Info own = SELF.info();
            return own.command().isPresent() && own.arguments().isPresent() && Files.isExecutable(SHELL);
        }
    }
}
