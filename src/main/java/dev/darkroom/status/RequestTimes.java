package dev.darkroom.status;

import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.Statements;
import dev.darkroom.web.RequestTimer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Stores how long a request took, with the records that it accepted. */
@RequestScoped
public class RequestTimes {

    private static final Logger LOG = Logger.getLogger(RequestTimes.class);

    private final RoutingContext routing;
    private final Statements database;
    private final AfterCommit afterCommit;

    RequestTimes(RoutingContext routing, Statements database, AfterCommit afterCommit) {
        this.routing = routing;
        this.database = database;
        this.afterCommit = afterCommit;
    }

    /** Stores the time of this request so far, best effort. */
    public void store(List<? extends TrackedRecord> accepted) {
        if (!accepted.isEmpty()) {
            afterCommit.run(() -> {
                try {
                    QuarkusTransaction.requiringNew().run(() -> update(accepted));
                } catch (RuntimeException e) {
                    LOG.debug("the request time was not stored", e);
                }
            });
        }
    }

    private void update(List<? extends TrackedRecord> accepted) {
        // The value may be lost in a crash, so the visitor need not wait for another disk write.
        database.update("SET LOCAL synchronous_commit = off", Map.of());
        String table = accepted.get(0).getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        database.update(
                "UPDATE " + table + " SET request_ms = :millis"
                        + " WHERE id = ANY(CAST(:ids AS uuid[])) AND request_ms IS NULL",
                Map.of(
                        "millis",
                        (int) RequestTimer.elapsed(routing),
                        "ids",
                        accepted.stream().map(TrackedRecord::id).toList()));
    }
}
