package dev.darkroom.web;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/** What the terminal says when the program is ready. */
@ApplicationScoped
public class Greeting {

    private static final Logger LOG = Logger.getLogger("darkroom");

    void greet(@ObservesAsync HttpServerStart started) {
        LOG.infof(
                """

                  Darkroom is open. Listening on: http://%s:%d

                  1  Sign up, drop some photos, and watch them develop after the page has long been answered.
                  2  Flip the switch in the header to "inline", do the same, and feel the wait.
                  3  Flip it to "volatile", upload, stop this process with Ctrl-C, start it again: see what was lost.

                  From here on this terminal tells, a line a step, what the web and the background do.
                """,
                started.options().getHost(), started.options().getPort());
    }
}
