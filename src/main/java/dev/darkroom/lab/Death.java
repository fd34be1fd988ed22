package dev.darkroom.lab;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The end of this process, without a word to anybody in it: what {@code kill -9} does. */
@ApplicationScoped
class Death {

    private static final Logger LOG = Logger.getLogger("lab");
    private static final int KILLED = 137;

    void come() {
        LOG.info("lab this process halts");
        Runtime.getRuntime().halt(KILLED);
    }
}
