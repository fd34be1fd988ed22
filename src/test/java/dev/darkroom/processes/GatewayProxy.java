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

/** The line to the payment company: what is asked gets through, the answer to a charge can be held back. */
final class GatewayProxy implements AutoCloseable {

    private final ResponseGate answers = new ResponseGate();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ApplicationProcess company;
    private final HttpServer entrance;

    GatewayProxy(ApplicationProcess company) throws IOException {
        this.company = company;
        this.entrance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        entrance.setExecutor(threads);
        entrance.createContext("/", this::passOn);
        entrance.start();
    }

    String url() {
        return "http://127.0.0.1:" + entrance.getAddress().getPort();
    }

    /** Until it is opened again, nobody hears what became of a charge. */
    ResponseGate answers() {
        return answers;
    }

    @Override
    public void close() {
        answers.open();
        entrance.stop(0);
        threads.shutdownNow();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<String> answer = Http.send(asAsked(exchange));
            if (exchange.getRequestMethod().equals("POST")) {
                answers.pass();
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest asAsked(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = Http.to(company.url() + exchange.getRequestURI())
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
