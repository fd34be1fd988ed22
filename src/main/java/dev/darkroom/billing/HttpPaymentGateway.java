package dev.darkroom.billing;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.OwnPort;
import io.netty.handler.codec.DateFormatter;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Calls the gateway's HTTP API and turns each answer, or its absence, into a result or a failure. */
@ApplicationScoped
class HttpPaymentGateway implements PaymentGateway {

    /** The settings of the payment gateway and its client. */
    @ConfigMapping(prefix = "darkroom.gateway")
    interface Settings {

        /** By default, the mock in the web process. */
        Optional<URI> url();

        boolean mock();

        @WithDefault("5s")
        Duration timeout();
    }

    /** The gateway's HTTP API. */
    @Path("/gateway")
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_JSON)
    interface GatewayApi {

        @POST
        @Path("/charges")
        Response charge(@HeaderParam("Idempotency-Key") String key, Map<String, Object> charge);

        @GET
        @Path("/charges/{key}")
        Response find(@PathParam("key") String key);

        @POST
        @Path("/charges/{key}/void")
        Response voidKey(@PathParam("key") String key);

        @GET
        @Path("/ledger")
        Response ledger(@QueryParam("key") List<String> keys);
    }

    private final Settings settings;
    private final ProcessRun process;
    private final OwnPort port;
    private final Map<URI, GatewayApi> clients = new ConcurrentHashMap<>();

    HttpPaymentGateway(Settings settings, ProcessRun process, OwnPort port) {
        this.settings = settings;
        this.process = process;
        this.port = port;
    }

    @Override
    public Optional<String> find(PaymentAttemptId attempt) {
        return call(api -> api.find(attempt.toString()), response -> switch (response.getStatus()) {
            case 200 -> receipt(response);
            case 404 -> Optional.empty();
            default -> throw unexpected(response);
        });
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        return call(
                api -> api.charge(attempt.toString(), Map.of("amount", amount)),
                response -> switch (response.getStatus()) {
                    case 201 -> receipt(response).orElseThrow(() -> unexpected(response));
                    case 402 -> throw new CardDeclined();
                    case 409 -> throw new PaymentVoided();
                    default -> throw unexpected(response);
                });
    }

    @Override
    public boolean voidAttempt(PaymentAttemptId attempt) {
        return call(api -> api.voidKey(attempt.toString()), response -> switch (response.getStatus()) {
            case 200 -> true;
            case 409 -> false;
            default -> throw unexpected(response);
        });
    }

    @Override
    public List<LedgerEntry> ledger(List<PaymentAttemptId> attempts) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        List<String> keys = attempts.stream().map(PaymentAttemptId::toString).toList();
        return call(api -> api.ledger(keys), response -> {
            if (response.getStatus() != 200) {
                throw unexpected(response);
            }
            return response.readEntity(new GenericType<>() {});
        });
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
        if (settings.url().isPresent()) {
            return settings.url().get();
        }
        if (process.servesPages()) {
            return URI.create(port.address());
        }
        return process.webAddress()
                .map(URI::create)
                .orElseThrow(() -> new GatewayUnavailable(
                        "no web process is running, and the mock gateway runs there", null, Duration.ZERO));
    }

    private GatewayApi connect(URI address) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(GatewayApi.class);
    }

    private static Optional<String> receipt(Response response) {
        LedgerEntry entry = response.readEntity(LedgerEntry.class);
        return switch (entry == null ? "" : String.valueOf(entry.status())) {
            case "charged" -> Optional.ofNullable(entry.receipt());
            case "declined" -> throw new CardDeclined();
            case "voided" -> throw new PaymentVoided();
            default -> Optional.empty();
        };
    }

    /** An unexpected status, of the response or of the charge, proves nothing: the outcome stays unknown. */
    private static GatewayUnavailable unexpected(Response response) {
        return new GatewayUnavailable(
                "the payment gateway answered " + response.getStatus(), null, retryAfter(response));
    }

    /** Seconds or a date, which is compared with the gateway's own clock where it sends one. */
    private static Duration retryAfter(Response response) {
        String text = String.valueOf(response.getHeaderString(HttpHeaders.RETRY_AFTER));
        if (text.matches("\\d{1,18}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Date until = DateFormatter.parseHttpDate(text);
        Date now = Objects.requireNonNullElseGet(response.getDate(), Date::new);
        return until == null || until.before(now)
                ? Duration.ZERO
                : Duration.between(now.toInstant(), until.toInstant());
    }
}
