package dev.darkroom.web;

import dev.darkroom.jobs.DatabaseOutage;
import io.quarkus.arc.All;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** All that every page must say now. */
@ApplicationScoped
public class Notices {

    static final Notice DATABASE_GONE = new Notice(
            "alarm",
            "The database does not answer. Nothing is accepted now, and nothing that was is lost: try again in a moment.");

    private static final Logger LOG = Logger.getLogger(Notices.class);

    private final List<Notice.Source> sources;

    Notices(@All List<Notice.Source> sources) {
        this.sources = sources;
    }

    /** Nothing where nobody may wait for the database; where it is not there, that is the notice. */
    public List<Notice> now() {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            return List.of();
        }
        try {
            return sources.stream().flatMap(source -> source.notices().stream()).toList();
        } catch (RuntimeException e) {
            LOG.debug("a page without its notices", e);
            return DatabaseOutage.isCauseOf(e) ? List.of(DATABASE_GONE) : List.of();
        }
    }
}
