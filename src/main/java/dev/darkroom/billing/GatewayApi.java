package dev.darkroom.billing;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

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
    @Path("/ledger/{key}")
    Response ledger(@PathParam("key") String key);
}
