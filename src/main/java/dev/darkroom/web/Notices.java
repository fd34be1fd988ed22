package dev.darkroom.web;

import io.quarkus.arc.All;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** All that every page must say now. */
@ApplicationScoped
public class Notices {

    private static final Logger LOG = Logger.getLogger(Notices.class);

    private final List<Notice.Source> sources;

    Notices(@All List<Notice.Source> sources) {
        this.sources = sources;
    }

    /** Nothing where nobody may wait for the database, or the database is not there: an error page must not fail too. */
    public List<Notice> now() {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            return List.of();
        }
        try {
            return sources.stream().flatMap(source -> source.notices().stream()).toList();
        } catch (RuntimeException e) {
            LOG.debug("a page without its notices", e);
            return List.of();
        }
    }
}
