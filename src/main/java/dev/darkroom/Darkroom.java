package dev.darkroom;

import dev.darkroom.embedded.DatabaseProblem;
import dev.darkroom.embedded.EmbeddedServices;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/** The main class: starts the embedded servers that are needed, then Quarkus. */
@QuarkusMain
public final class Darkroom {

    private static final Duration DRAIN_GRACE = Duration.ofSeconds(20);
    /** For the parts that stop after the drain. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private Darkroom() {}

    public static void main(String... arguments) {
        EmbeddedServices services;
        Duration limit;
        try {
            // The same sources as those of Quarkus, whose configuration does not exist yet.
            Config configuration = ConfigUtils.configBuilder().build();
            limit = configuration
                    .getOptionalValue("darkroom.drain.grace", Duration.class)
                    .orElse(DRAIN_GRACE)
                    .plus(STOP_LIMIT);
            services = EmbeddedServices.start(
                    name -> configuration.getOptionalValue(name, String.class).orElse(null));
        } catch (EmbeddedServices.StartupFailure | NoSuchElementException | IllegalArgumentException e) {
            // The last two: a setting that cannot be read.
            System.err.println(e.getMessage());
            exit(1);
            return;
        }
        run(services, limit, arguments);
    }

    private static void run(EmbeddedServices services, Duration limit, String[] arguments) {
        services.settings().forEach(System::setProperty);
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.setProperty("java.io.tmpdir", services.temporary().toString());
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Thread shutdownHook = new Thread(() -> closeAfter(stopped, limit, services), "embedded-services");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        Quarkus.run(
                null,
                (code, problem) -> {
                    if (problem != null) {
                        report(problem, services);
                    }
                    stopped.countDown();
                    try {
                        close(services);
                    } finally {
                        removeHook(shutdownHook);
                        exit(code);
                    }
                },
                arguments);
    }

    /** Prints one sentence for a problem that the user can fix, and otherwise the stack trace. */
    private static void report(Throwable problem, EmbeddedServices services) {
        Throwable cause = ExceptionUtil.getRootCause(problem);
        if (cause instanceof QuarkusBindException busy) {
            System.err.printf(
                    "Port %d is in use. Stop the program that listens there, or choose another port with"
                            + " -Dquarkus.http.port=…%n",
                    busy.getPort());
        } else if (cause instanceof FlywayValidateException) {
            System.err.printf(
                    "The database was created by another version of Darkroom. Keep using that version, or %s.%n",
                    services.home().map(folder -> "delete the folder " + folder).orElse("use an empty database"));
        } else if (cause instanceof FlywayException) {
            System.err.println("The tables cannot be made: name an empty database. " + cause.getMessage());
        } else if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
            System.err.println(cause.getMessage());
        } else if (DatabaseProblem.sentence(problem).isPresent()) {
            System.err.println(DatabaseProblem.sentence(problem).get());
        } else {
            Logger.getLogger(Darkroom.class).error("Darkroom cannot start", problem);
        }
    }

    /** On SIGTERM, waits for Quarkus, which shuts down concurrently: its drain needs the database. */
    private static void closeAfter(CountDownLatch stopped, Duration limit, EmbeddedServices services) {
        try {
            if (!stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("Darkroom did not stop in time. Stopping its embedded servers.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(services);
    }

    /** Clears the settings too, because dev mode restarts the program in this JVM. */
    private static synchronized void close(EmbeddedServices services) {
        services.settings().keySet().forEach(System::clearProperty);
        services.close();
    }

    private static void removeHook(Thread shutdownHook) {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down. The hook runs and finds the services closed.
        }
    }

    private static void exit(int code) {
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, null);
    }
}
