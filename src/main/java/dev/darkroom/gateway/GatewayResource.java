package dev.darkroom.gateway;

import dev.darkroom.gateway.GatewayService.Answer;
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

/** The mock payment company's API. It could stand on the other side of the world: it is spoken to by HTTP only. */
@Path("/gateway")
@Produces(MediaType.APPLICATION_JSON)
public class GatewayResource {

    private static final int PAYMENT_REQUIRED = 402;
    private static final int MOST = 1000;

    private final GatewayService company;

    GatewayResource(GatewayService company) {
        this.company = company;
    }

    /** @param amount in cents */
    record ChargeRequest(int amount) {}

    record Refused(String error) {}

    /** 201 charged, now or before; 402 declined; 409 voided; 422 the key was used for another amount; 503 come back. */
    @POST
    @Path("/charges")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response charge(
            @HeaderParam("Idempotency-Key") String key, ChargeRequest charge, HttpServerRequest request) {
        if (key == null || key.isBlank() || key.length() > 200 || charge == null || charge.amount() <= 0) {
            return refuse(400, "an Idempotency-Key of at most 200 characters and an amount above 0 are needed");
        }
        Answer answer = company.charge(key, charge.amount());
        return switch (answer.manner()) {
            case PLAIN -> tell(answer.entry());
            case UNAVAILABLE ->
                Response.status(503)
                        .entity(new Refused("we are busy"))
                        .header(HttpHeaders.RETRY_AFTER, 1)
                        .build();
            case MISUSED_KEY -> refuse(422, "this key was used for another amount");
            case REPLY_LOST -> hangUp(request);
        };
    }

    @GET
    @Path("/charges/{key}")
    public Response find(String key) {
        return LedgerEntry.of(key)
                .map(entry -> Response.ok(MockGateway.entry(entry)).build())
                .orElseGet(() -> refuse(404, "no such key"));
    }

    /** 200 closed, now or before; 409 it was charged. */
    @POST
    @Path("/charges/{key}/void")
    public Response close(String key) {
        Entry entry = company.close(key).entry();
        return entry.status().equals("charged")
                ? refuse(409, "it was charged")
                : Response.ok(entry).build();
    }

    /** In the order of their keys, at most a thousand at once: the rest follows after the last of them. */
    @GET
    @Path("/ledger")
    public List<Entry> ledger(@QueryParam("after") @DefaultValue("") String after) {
        return LedgerEntry.following(after, MOST).stream()
                .map(MockGateway::entry)
                .toList();
    }

    /** All lines about one purchase. A customer who sends the same key each time has one at most. */
    @GET
    @Path("/ledger/{key}")
    public List<Entry> about(String key) {
        return LedgerEntry.about(key, MOST).stream().map(MockGateway::entry).toList();
    }

    private static Response tell(Entry entry) {
        return switch (entry.status()) {
            case "charged" -> Response.status(201).entity(entry).build();
            case "declined" -> refuse(PAYMENT_REQUIRED, "the card was declined");
            default -> refuse(409, "this key was voided");
        };
    }

    /** What a cut line looks like from the other side: the connection ends, and no answer has come. */
    private static Response hangUp(HttpServerRequest request) {
        request.connection().close().toCompletionStage().toCompletableFuture().join();
        return Response.noContent().build();
    }

    private static Response refuse(int status, String why) {
        return Response.status(status).entity(new Refused(why)).build();
    }
}
