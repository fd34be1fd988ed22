package dev.darkroom.web;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The port on which this process answers. */
@ApplicationScoped
public class OwnPort {

    private final HttpServer server;
    private final int configured;

    OwnPort(HttpServer server, @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int configured) {
        this.server = server;
        this.configured = configured;
    }

    /** In dev mode the server outlives a reload, after which Quarkus no longer knows its port. */
    public int get() {
        return server.getPort() > 0 ? server.getPort() : configured;
    }
}
