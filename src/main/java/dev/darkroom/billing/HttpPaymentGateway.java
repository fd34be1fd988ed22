package dev.darkroom.billing;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Speaks to the payment company, and turns what comes back, or does not, into facts. */
@ApplicationScoped
class HttpPaymentGateway implements PaymentGateway {

    private static final GenericType<Map<String, Object>> JSON = new GenericType<>() {};

    /** Where the company is, {@code darkroom.gateway}. */
    @ConfigMapping(prefix = "darkroom.gateway")
    interface Settings {

        /** Without one, the company's mock in this process. */
        Optional<URI> url();

        /** How long we wait for an answer. */
        @WithDefault("5s")
        Duration timeout();
    }

    private final GatewayApi api;

    HttpPaymentGateway(Settings settings, HttpServer thisProcess) {
        URI mock = URI.create("http://127.0.0.1:" + thisProcess.getPort());
        this.api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.url().orElse(mock))
                .connectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(GatewayApi.class);
    }

    @Override
    public Optional<String> find(PaymentAttemptId attempt) {
        return ask(() -> api.find(attempt.toString()), response -> {
            if (response.getStatus() == 404) {
                return Optional.empty();
            }
            demand(response, 200);
            return receipt(response.readEntity(JSON));
        });
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        return ask(() -> api.charge(attempt.toString(), Map.of("amount", amount)), response -> {
            if (response.getStatus() == 402) {
                throw new CardDeclined();
            }
            if (response.getStatus() == 409) {
                throw new PaymentVoided();
            }
            demand(response, 201);
            return receipt(response.readEntity(JSON)).orElseThrow();
        });
    }

    @Override
    public boolean close(PaymentAttemptId attempt) {
        return ask(() -> api.close(attempt.toString()), response -> {
            if (response.getStatus() == 409) {
                return false;
            }
            demand(response, 200);
            return true;
        });
    }

    @Override
    public Map<String, Object> ledger(PaymentAttemptId attempt) {
        try {
            return ask(
                    () -> api.find(attempt.toString()),
                    response -> response.getStatus() == 200 ? response.readEntity(JSON) : Map.of());
        } catch (NoAnswer e) {
            return Map.of();
        }
    }

    private static <T> T ask(Supplier<Response> question, Function<Response, T> answer) {
        try (Response response = question.get()) {
            return answer.apply(response);
        } catch (ProcessingException e) {
            throw new NoAnswer("the payment company did not answer", e);
        }
    }

    private static Optional<String> receipt(Map<String, Object> entry) {
        return switch (String.valueOf(entry.get("status"))) {
            case "charged" -> Optional.of(String.valueOf(entry.get("receipt")));
            case "declined" -> throw new CardDeclined();
            case "voided" -> throw new PaymentVoided();
            default -> Optional.empty();
        };
    }

    /** Anything but what we know is no proof of anything. */
    private static void demand(Response response, int status) {
        if (response.getStatus() != status) {
            throw new NoAnswer("the payment company answered " + response.getStatus(), retryAfter(response));
        }
    }

    private static Duration retryAfter(Response response) {
        try {
            String seconds = response.getHeaderString(HttpHeaders.RETRY_AFTER);
            return seconds == null ? Duration.ZERO : Duration.ofSeconds(Math.max(0, Long.parseLong(seconds)));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
