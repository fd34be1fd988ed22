package dev.darkroom.web;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The port and the address on which this process answers. */
@ApplicationScoped
public class OwnPort {

    private final HttpServer server;
    private final int configured;
    private final String host;

    OwnPort(
            HttpServer server,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int configured,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.server = server;
        this.configured = configured;
        this.host = host;
    }

    /** In dev mode the server outlives a reload, after which Quarkus no longer knows its port. */
    public int get() {
        return server.getPort() > 0 ? server.getPort() : configured;
    }

    public String address() {
        return address(host, get());
    }

    /** An IPv6 address stands in brackets. */
    static String address(String host, int port) {
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
    }
}
