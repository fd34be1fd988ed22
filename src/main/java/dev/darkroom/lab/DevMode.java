package dev.darkroom.lab;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.dev.spi.HotReplacementContext;
import org.jboss.logging.Logger;

/** Quarkus' dev mode, seen from inside the program that it runs. */
final class DevMode {

    private static final Logger LOG = Logger.getLogger("lab");

    private DevMode() {}

    /** Restarts although no file has changed, as the key s in the terminal does. On a thread that outlives the program. */
    static void restart() {
        HotReplacementContext context = DevConsoleManager.getHotReplacementContext();
        Thread thread = new Thread(() -> force(context), "restart");
        thread.setDaemon(true);
        thread.start();
    }

    /** The interface has the scan without the force; its one implementation has both. */
    private static void force(HotReplacementContext context) {
        try {
            context.getClass().getMethod("doScan", boolean.class, boolean.class).invoke(context, true, true);
        } catch (ReflectiveOperationException e) {
            LOG.error("dev mode does not restart: press s in its terminal", e);
        }
    }
}
