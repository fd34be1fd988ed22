package dev.darkroom.web;

import dev.darkroom.jobs.ProcessRun;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/** Logs the address and three first steps when the HTTP server is up. */
@ApplicationScoped
public class StartupBanner {

    private static final Logger LOG = Logger.getLogger("darkroom");

    void print(@ObservesAsync HttpServerStart started, ProcessRun process, OwnPort port) {
        String address = port.address();
        if (process.servesPages()) {
            process.registerAddress(address);
            printForVisitors(address);
        } else {
            LOG.infof("%n  Darkroom %s is a worker. Health: %s/q/health%n", process.name(), address);
        }
    }

    private static void printForVisitors(String address) {
        if (ClosedProfile.isClosed()) {
            LOG.infof("Darkroom is deployed. Listening on: %s", address);
            return;
        }
        LOG.infof(
                """

                  Darkroom is running. Listening on: %s

                  1  Sign up, drop some photos, and watch them being resized after the page has loaded.
                  2  Switch the mode in the header to "inline", do the same, and notice the wait.
                  3  Switch to "volatile", upload, stop this process with Ctrl-C, start it again, and see what was lost.

                  This terminal logs one line per request and job step.
                """,
                address);
    }
}
