package dev.darkroom.gateway;

import dev.darkroom.gateway.GatewayService.Entry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** The mock payment gateway's HTTP API, the application's only way to reach it. */
@Path("/gateway")
@Produces(MediaType.APPLICATION_JSON)
public class GatewayResource {

    private final GatewayService gateway;

    GatewayResource(GatewayService gateway) {
        this.gateway = gateway;
    }

    /** @param amount in cents */
    record ChargeRequest(int amount) {}

    /** Returns 201 if charged, now or before; 402 declined, 409 voided, 422 another amount for this key, 503 retry. */
    @POST
    @Path("/charges")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response charge(
            @HeaderParam("Idempotency-Key") String key, ChargeRequest charge, HttpServerRequest request) {
        if (key == null || key.isBlank() || key.length() > 200 || charge == null || charge.amount() <= 0) {
            return refuse(400, "an Idempotency-Key of at most 200 characters and an amount above 0 are required");
        }
        GatewayService.Answer answer = gateway.charge(key, charge.amount());
        return switch (answer.reply()) {
            case NORMAL -> outcome(answer.entry());
            case UNAVAILABLE ->
                Response.status(503)
                        .entity(Map.of("error", "unavailable"))
                        .header(HttpHeaders.RETRY_AFTER, 1)
                        .build();
            case KEY_REUSED -> refuse(422, "this key was used for another amount");
            case LOST -> closeConnection(request);
        };
    }

    @GET
    @Path("/charges/{key}")
    public Response find(String key) {
        return gateway.find(key).map(entry -> Response.ok(entry).build()).orElseGet(() -> refuse(404, "no such key"));
    }

    /** Returns 200 if voided, now or before; 409 if charged. */
    @POST
    @Path("/charges/{key}/void")
    public Response voidKey(String key) {
        Entry entry = gateway.voidKey(key);
        return entry.status().equals("charged")
                ? refuse(409, "it was charged")
                : Response.ok(entry).build();
    }

    /**
     * Returns all entries of the purchases with these keys: at most one each if every request carried the same key. Without
     * keys, returns at most 1000 entries in the order of their keys; {@code after} is the last key of the previous page.
     */
    @GET
    @Path("/ledger")
    public List<Entry> ledger(
            @QueryParam("key") List<String> keys, @QueryParam("after") @DefaultValue("") String after) {
        List<LedgerEntry> entries = keys.isEmpty() ? LedgerEntry.listAfter(after) : LedgerEntry.listForPurchases(keys);
        return entries.stream().map(MockGateway::entry).toList();
    }

    /** Returns all entries of one purchase. */
    @GET
    @Path("/ledger/{key}")
    public List<Entry> purchase(String key) {
        return ledger(List.of(key), "");
    }

    private static Response outcome(Entry entry) {
        return switch (entry.status()) {
            case "charged" -> Response.status(201).entity(entry).build();
            case "declined" -> refuse(402, "the card was declined");
            default -> refuse(409, "this key was voided");
        };
    }

    private static Response closeConnection(HttpServerRequest request) {
        request.connection().close().toCompletionStage().toCompletableFuture().join();
        return Response.noContent().build();
    }

    private static Response refuse(int status, String reason) {
        return Response.status(status).entity(Map.of("error", reason)).build();
    }
}
