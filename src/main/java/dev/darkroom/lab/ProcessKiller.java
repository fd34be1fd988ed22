package dev.darkroom.lab;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The end of this process, without a word to anybody in it: what {@code kill -9} does. In dev mode, a restart. */
@ApplicationScoped
class ProcessKiller {

    private static final Logger LOG = Logger.getLogger("lab");
    private static final int KILLED = 137;
    /** So that the page that follows the click is open, and sees it. Only the thread that is to die waits. */
    private static final Duration LAST_BREATH = Duration.ofMillis(500);

    private static final Duration UNTIL_STOPPED = Duration.ofMinutes(1);

    private final Successor successor;

    ProcessKiller(Successor successor) {
        this.successor = successor;
    }

    /** Does not return. */
    void come() {
        Delay.forThe(LAST_BREATH);
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            DevMode.restart();
            Delay.forThe(UNTIL_STOPPED);
        }
        LOG.info("lab this process halts. " + successor.start());
        Runtime.getRuntime().halt(KILLED);
    }

    /** For the button, before it is pressed. */
    String says() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT
                ? "In dev mode this is a restart of Quarkus in the same process, after a short drain."
                : successor.says();
    }
}
