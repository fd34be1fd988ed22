package dev.darkroom.processes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy before the gateway. Requests pass; the response to a charge can be held back. */
final class GatewayProxy implements AutoCloseable {

    private final ResponseGate responses = new ResponseGate();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ApplicationProcess gateway;
    private final HttpServer entrance;

    GatewayProxy(ApplicationProcess gateway) throws IOException {
        this.gateway = gateway;
        this.entrance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        entrance.setExecutor(threads);
        entrance.createContext("/", this::forward);
        entrance.start();
    }

    String url() {
        return "http://127.0.0.1:" + entrance.getAddress().getPort();
    }

    /** While it is shut, charges are made and the response waits. */
    ResponseGate responses() {
        return responses;
    }

    @Override
    public void close() {
        responses.open();
        entrance.stop(0);
        threads.shutdownNow();
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<String> answer = Http.send(copy(exchange));
            if (exchange.getRequestMethod().equals("POST")) {
                responses.pass();
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest copy(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = Http.to(gateway.url() + exchange.getRequestURI())
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String header : new String[] {"Content-Type", "Idempotency-Key"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return request.build();
    }
}
