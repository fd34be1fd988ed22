package dev.darkroom.billing;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.ProcessRun.Role;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
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

/** Calls the gateway's HTTP API and turns each answer, or its absence, into a result or a failure. */
@ApplicationScoped
class HttpPaymentGateway implements PaymentGateway {

    /** Where the gateway is, {@code darkroom.gateway}. */
    @ConfigMapping(prefix = "darkroom.gateway")
    interface Settings {

        /** By default, the mock in the web process. */
        Optional<URI> url();

        /** Whether this process serves the mock. */
        boolean mock();

        /** How long to wait for an answer. */
        @WithDefault("5s")
        Duration timeout();
    }

    private final Settings settings;
    private final ProcessRun process;
    private final HttpServer server;
    private final Role role;
    private final Map<URI, GatewayApi> clients = new ConcurrentHashMap<>();

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
        return call(api -> api.find(attempt.toString()), response -> {
            if (response.getStatus() == 404) {
                return Optional.empty();
            }
            requireStatus(response, 200);
            return receipt(response.readEntity(LedgerEntry.class));
        });
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        return call(api -> api.charge(attempt.toString(), Map.of("amount", amount)), response -> {
            if (response.getStatus() == 402) {
                throw new CardDeclined();
            }
            if (response.getStatus() == 409) {
                throw new PaymentVoided();
            }
            requireStatus(response, 201);
            return receipt(response.readEntity(LedgerEntry.class)).orElseThrow();
        });
    }

    @Override
    public boolean voidAttempt(PaymentAttemptId attempt) {
        return call(api -> api.voidKey(attempt.toString()), response -> {
            if (response.getStatus() == 409) {
                return false;
            }
            requireStatus(response, 200);
            return true;
        });
    }

    @Override
    public List<LedgerEntry> ledger(PaymentAttemptId attempt) {
        try {
            return call(api -> api.ledger(attempt.toString()), response -> {
                requireStatus(response, 200);
                return response.readEntity(new GenericType<>() {});
            });
        } catch (GatewayUnavailable e) {
            return List.of();
        }
    }

    private <T> T call(Function<GatewayApi, Response> request, Function<Response, T> result) {
        GatewayApi client = clients.computeIfAbsent(address(), this::connect);
        try (Response response = request.apply(client)) {
            return result.apply(response);
        } catch (ProcessingException | WebApplicationException e) {
            throw new GatewayUnavailable("the payment gateway did not answer", e, Duration.ZERO);
        }
    }

    private URI address() {
        return settings.url()
                .or(this::mock)
                .orElseThrow(() -> new GatewayUnavailable(
                        "no web process is running, and the mock gateway runs there", null, Duration.ZERO));
    }

    private Optional<URI> mock() {
        return role.servesPages()
                ? Optional.of(URI.create("http://127.0.0.1:" + server.getPort()))
                : process.webAddress().map(URI::create);
    }

    private GatewayApi connect(URI address) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(GatewayApi.class);
    }

    private static Optional<String> receipt(LedgerEntry entry) {
        return switch (String.valueOf(entry.status())) {
            case "charged" -> Optional.of(entry.receipt());
            case "declined" -> throw new CardDeclined();
            case "voided" -> throw new PaymentVoided();
            default -> Optional.empty();
        };
    }

    /** An unexpected status proves nothing: the outcome stays unknown. */
    private static void requireStatus(Response response, int status) {
        if (response.getStatus() != status) {
            throw new GatewayUnavailable(
                    "the payment gateway answered " + response.getStatus(), null, retryAfter(response));
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
