package dev.darkroom.status;

import dev.darkroom.web.RequestTimer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Notes on each record how long the request took that accepted it: the solid bar of its strip. Best effort. */
@RequestScoped
public class RequestTimes {

    private static final Logger LOG = Logger.getLogger(RequestTimes.class);

    private final EntityManager database;
    private final RoutingContext request;
    private final List<TrackedRecord> accepted = new ArrayList<>();

    RequestTimes(EntityManager database, RoutingContext request) {
        this.database = database;
        this.request = request;
    }

    /** This request has accepted that record. */
    public void accepted(TrackedRecord one) {
        accepted.add(one);
    }

    @ServerResponseFilter
    public void note() {
        if (!accepted.isEmpty()) {
            try {
                QuarkusTransaction.requiringNew().run(this::write);
            } catch (RuntimeException e) {
                LOG.debug("how long this request took is not noted", e);
            }
        }
    }

    private void write() {
        // It may be lost with the power: the visitor must not wait for the disk once more.
        database.createNativeQuery("SET LOCAL synchronous_commit = off").executeUpdate();
        for (TrackedRecord one : accepted) {
            database.createQuery("UPDATE " + one.getClass().getSimpleName()
                            + " SET processing.requestMs = :millis WHERE id = :id AND processing.requestMs IS NULL")
                    .setParameter("millis", (int) RequestTimer.elapsed(request))
                    .setParameter("id", one.id())
                    .executeUpdate();
        }
    }
}
