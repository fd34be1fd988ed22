package dev.darkroom;

import dev.darkroom.embedded.EmbeddedServices;
import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/** Starts what is missing around the program, then the program. */
@QuarkusMain
public final class Darkroom {

    private static final int STOP_LIMIT_SECONDS = 60;

    private Darkroom() {}

    public static void main(String... arguments) {
        EmbeddedServices surroundings;
        try {
            surroundings = EmbeddedServices.start(Darkroom::configured);
        } catch (StartupFailure e) {
            System.err.println(e.getMessage());
            exit(1);
            return;
        }
        surroundings.settings().forEach(System::setProperty);
        run(surroundings, arguments);
    }

    private static void run(EmbeddedServices surroundings, String... arguments) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread atExit = new Thread(() -> closeAfter(stopped, surroundings), "surroundings");
        Runtime.getRuntime().addShutdownHook(atExit);
        Quarkus.run(
                null,
                (code, problem) -> {
                    if (problem != null) {
                        report(problem, surroundings);
                    }
                    stopped.countDown();
                    close(surroundings);
                    forget(atExit);
                    exit(code);
                },
                arguments);
    }

    /** Prints one sentence for what a user can fix, and the stack trace of anything else. */
    private static void report(Throwable problem, EmbeddedServices surroundings) {
        Throwable cause = ExceptionUtil.getRootCause(problem);
        if (cause instanceof QuarkusBindException busy) {
            System.err.printf(
                    "Port %d is taken: stop what listens there, or choose another one with -Dquarkus.http.port=…%n",
                    busy.getPort());
        } else if (cause instanceof FlywayValidateException) {
            System.err.printf(
                    "The database was made by another version of Darkroom: keep using that version, or %s.%n",
                    surroundings
                            .home()
                            .map(folder -> "delete the folder " + folder)
                            .orElse("use an empty database"));
        } else if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
            System.err.println(cause.getMessage());
        } else {
            Logger.getLogger(Darkroom.class).error("Darkroom cannot start", problem);
        }
    }

    /** A process that is told to end runs this beside the program's own end: the database must outlive the drain. */
    private static void closeAfter(CountDownLatch stopped, EmbeddedServices surroundings) {
        try {
            if (!stopped.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Darkroom has not stopped in time; its database is stopped now.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(surroundings);
    }

    /** Leaves no trace in this JVM: in dev mode the program starts in it again. */
    private static synchronized void close(EmbeddedServices surroundings) {
        surroundings.settings().keySet().forEach(System::clearProperty);
        surroundings.close();
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is running, and finds everything closed.
        }
    }

    private static void exit(int code) {
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, null);
    }

    /** Asked before the program's own configuration is there: the same sources, without their checks. */
    private static String configured(String name) {
        SmallRyeConfig config = ConfigUtils.configBuilder().build();
        return config.getOptionalValue(name, String.class).orElse(null);
    }
}
