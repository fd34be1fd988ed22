package dev.darkroom.billing;

import dev.darkroom.idempotency.IdempotencyConflict;
import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.idempotency.IdempotencyRecords;
import dev.darkroom.idempotency.RequestFingerprint;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** Paying, and what became of it. */
@Path("/")
@Authenticated
public class BillingResource {

    private static final int MOST = 50;

    private final Checkout checkout;
    private final IdempotencyRecords intents;
    private final PaymentGateway gateway;
    private final StatusReader statuses;
    private final StatusResponses answer;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    BillingResource(
            Checkout checkout,
            IdempotencyRecords intents,
            PaymentGateway gateway,
            StatusReader statuses,
            StatusResponses answer,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.checkout = checkout;
        this.intents = intents;
        this.gateway = gateway;
        this.statuses = statuses;
        this.answer = answer;
        this.delays = delays;
        this.visitor = visitor;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "billing")
    static class Templates {
        static native TemplateInstance billing(
                String attempt, List<ChargeCard> charges, boolean payable, String simulated);

        static native TemplateInstance charge(
                ChargeCard charge, CompanyLedger ledger, String verdict, String simulated);
    }

    /** The intent key is made here, when the form is rendered: whatever the visitor does with this form is one intent. */
    @GET
    @Path("billing")
    public Response billing() {
        List<ChargeCard> charges =
                Charge.latestOf(visitor.id(), MOST).stream().map(this::card).toList();
        boolean payable = charges.stream().noneMatch(ChargeCard::outcomeUnknown);
        return audience.isBrowser()
                ? html(Templates.billing(UUID.randomUUID().toString(), charges, payable, delays.gatewayText()))
                : json(charges);
    }

    @POST
    @Path("charges")
    public Response pay(
            @FormParam("attempt") String attempt,
            @FormParam("euros") String euros,
            @FormParam("amount") String amount,
            @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        int cents = euros == null ? EuroAmount.cents(amount) : EuroAmount.typed(euros);
        return audience.isBrowser()
                ? payByForm(IntentKey.ofForm(attempt), cents)
                : payByProgram(IdempotencyKey.required(keys), cents);
    }

    @GET
    @Path("charges/{id}")
    public Response one(UUID id) {
        Charge charge = mine(id);
        return audience.isBrowser() ? html(page(charge)) : json(card(charge));
    }

    @GET
    @Path("charges/{id}/status")
    public Response status(UUID id) {
        return answer.status(mine(id));
    }

    @POST
    @Path("charges/{id}/void")
    public Response close(UUID id) {
        Charge charge = mine(id);
        if (!card(charge).voidable()) {
            throw new NothingToVoid();
        }
        try {
            Charge closed = checkout.close(charge);
            return audience.isBrowser() ? seeCharge(closed) : json(statuses.read(closed));
        } catch (GatewayUnavailable e) {
            throw new CompanySilent();
        }
    }

    private Response payByForm(String intent, int cents) {
        return accepted(checkout.pay(visitor.id(), intent, cents));
    }

    private Response payByProgram(IdempotencyKey key, int cents) {
        return intents.execute(new IdempotencyRecords.Request(
                visitor.id(),
                key,
                RequestFingerprint.of("POST /charges").with("amount", cents),
                () -> List.of(pay(key, cents)),
                charge -> accepted(mine(charge.iterator().next()))));
    }

    /** The key may be that of a form, which remembers no payload but the amount. */
    private Charge pay(IdempotencyKey key, int cents) {
        Charge charge = checkout.pay(visitor.id(), key.value(), cents);
        if (charge.amount != cents) {
            throw IdempotencyConflict.payloadDiffers();
        }
        return charge;
    }

    private Response accepted(Charge charge) {
        return answer.accepted(charge, "/charges/" + charge.id);
    }

    private Charge mine(UUID id) {
        return Charge.of(id, visitor.id()).orElseThrow(HttpRefusal::notFound);
    }

    private TemplateInstance page(Charge charge) {
        ChargeCard ours = card(charge);
        CompanyLedger theirs = CompanyLedger.of(gateway.ledger(charge.attempt()));
        return Templates.charge(ours, theirs, Reconciliation.of(ours, theirs), delays.gatewayText());
    }

    private ChargeCard card(Charge charge) {
        return ChargeCard.of(charge, statuses.read(charge));
    }

    private static Response seeCharge(Charge charge) {
        return Response.seeOther(URI.create("/charges/" + charge.id)).build();
    }

    private static Response html(TemplateInstance page) {
        return Response.ok(page).type(MediaType.TEXT_HTML).build();
    }

    private static Response json(Object body) {
        return Response.ok(body).type(MediaType.APPLICATION_JSON).build();
    }
}
