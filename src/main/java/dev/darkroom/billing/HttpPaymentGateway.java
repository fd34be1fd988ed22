package dev.darkroom.billing;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.Role;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Speaks to the payment company, and turns what comes back, or does not, into facts. */
@ApplicationScoped
class HttpPaymentGateway implements PaymentGateway {

    private static final GenericType<Map<String, Object>> JSON = new GenericType<>() {};
    private static final GenericType<List<Map<String, Object>>> LINES = new GenericType<>() {};

    /** Where the company is, {@code darkroom.gateway}. */
    @ConfigMapping(prefix = "darkroom.gateway")
    interface Settings {

        /** Without one, the company's mock, in the process that serves the pages. */
        Optional<URI> url();

        /** Whether the company's mock is served here, for us and for others. */
        boolean mock();

        /** How long we wait for an answer. */
        @WithDefault("5s")
        Duration timeout();
    }

    private final Settings settings;
    private final ProcessRun process;
    private final HttpServer server;
    private final Role role;
    private final Map<URI, GatewayApi> companies = new ConcurrentHashMap<>();

    HttpPaymentGateway(
            Settings settings,
            ProcessRun process,
            HttpServer server,
            @ConfigProperty(name = "darkroom.role") Role role) {
        this.settings = settings;
        this.process = process;
        this.server = server;
        this.role = role;
    }

    @Override
    public Optional<String> find(PaymentAttemptId attempt) {
        return ask(api -> api.find(attempt.toString()), response -> {
            if (response.getStatus() == 404) {
                return Optional.empty();
            }
            demand(response, 200);
            return receipt(response.readEntity(JSON));
        });
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        return ask(api -> api.charge(attempt.toString(), Map.of("amount", amount)), response -> {
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
        return ask(api -> api.close(attempt.toString()), response -> {
            if (response.getStatus() == 409) {
                return false;
            }
            demand(response, 200);
            return true;
        });
    }

    @Override
    public List<Map<String, Object>> ledger(PaymentAttemptId attempt) {
        try {
            return ask(
                    api -> api.ledger(attempt.toString()),
                    response -> response.getStatus() == 200 ? response.readEntity(LINES) : List.of());
        } catch (GatewayUnavailable e) {
            return List.of();
        }
    }

    private <T> T ask(Function<GatewayApi, Response> question, Function<Response, T> answer) {
        GatewayApi company = companies.computeIfAbsent(address(), this::connect);
        try (Response response = question.apply(company)) {
            return answer.apply(response);
        } catch (ProcessingException e) {
            throw new GatewayUnavailable("the payment company did not answer", e);
        }
    }

    private URI address() {
        return settings.url().orElseGet(() -> URI.create(mock()));
    }

    private String mock() {
        return role.servesPages()
                ? "http://127.0.0.1:" + server.getPort()
                : process.pages()
                        .orElseThrow(() -> new GatewayUnavailable(
                                "the payment company is not there: it lives in the process that serves the pages",
                                Duration.ZERO));
    }

    private GatewayApi connect(URI address) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(GatewayApi.class);
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
            throw new GatewayUnavailable("the payment company answered " + response.getStatus(), retryAfter(response));
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
