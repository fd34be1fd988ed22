package dev.darkroom.lab;

import dev.darkroom.billing.Charge;
import dev.darkroom.billing.ChargeRepeats;
import dev.darkroom.billing.PaymentGateway;
import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** A hundred further runs of a charge's job: its owner starts them and sees what they have led to. */
@Path("/charges/{id}/again")
@Authenticated
public class ChargeAgainResource {

    private final ChargeAgainRuns runs;
    private final PaymentGateway gateway;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    ChargeAgainResource(ChargeAgainRuns runs, PaymentGateway gateway, CurrentVisitor visitor, BrowserRequest browser) {
        this.runs = runs;
        this.gateway = gateway;
        this.visitor = visitor;
        this.browser = browser;
    }

    /** The charge's page shows them to a browser. */
    @GET
    public Response repeats(UUID id) {
        Charge charge = owned(id);
        ChargeRepeats repeats = repeats(charge, ledger(charge));
        return browser.isBrowser()
                ? Response.seeOther(URI.create(charge.page())).build()
                : Response.ok(repeats, MediaType.APPLICATION_JSON).build();
    }

    /** Starts nothing while earlier runs are open. */
    @POST
    public Response runAgain(UUID id, HttpServerRequest request) {
        Charge charge = owned(id);
        List<LedgerEntry> ledger = ledger(charge);
        if (!repeats(charge, ledger).moving()) {
            if (!charge.work().is(Status.COMPLETE)) {
                throw new HttpRefusal(409, "Only a complete payment can be run again.");
            }
            runs.submit(charge, ChargeAgainRuns.requests(ledger));
        }
        return browser.isBrowser()
                ? Response.seeOther(SafeRedirect.back(request)).build()
                : Response.accepted(repeats(charge, ledger))
                        .type(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.RETRY_AFTER, StatusResponses.POLL_SECONDS)
                        .build();
    }

    private Charge owned(UUID id) {
        return Charge.findOwned(id, visitor.id()).orElseThrow(HttpRefusal::notFound);
    }

    /** Refused (404) unless the lab is open. */
    private ChargeRepeats repeats(Charge charge, List<LedgerEntry> ledger) {
        return runs.of(charge, ledger).orElseThrow(HttpRefusal::notFound);
    }

    private List<LedgerEntry> ledger(Charge charge) {
        try {
            return gateway.ledger(List.of(charge.attempt()));
        } catch (PaymentGateway.GatewayUnavailable e) {
            throw new HttpRefusal(502, "The payment gateway did not answer. Retry in a moment.");
        }
    }
}
