package dev.darkroom.authorisation;

import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** The statements that a request leads to, in their order and without their parameters, if it asks to be watched. */
@PersistenceUnitExtension
@ApplicationScoped
public class Statements implements StatementInspector {

    static final String WATCH = "Watch";

    private final transient Map<String, List<String>> heard = new ConcurrentHashMap<>();
    private final transient CurrentVertxRequest request;

    Statements(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public String inspect(String sql) {
        if (Arc.container().requestContext().isActive()) {
            RoutingContext current = request.getCurrent();
            String name = current == null ? null : current.request().getHeader(WATCH);
            if (name != null) {
                heard.computeIfAbsent(name, one -> new CopyOnWriteArrayList<>()).add(sql);
            }
        }
        return sql;
    }

    List<String> of(String watched) {
        return heard.getOrDefault(watched, List.of());
    }
}
