package dev.darkroom.billing;

import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.StatusAnswer;
import dev.darkroom.status.StatusReader;
import dev.darkroom.web.Audience;
import dev.darkroom.web.NotThere;
import dev.darkroom.web.SimulatedDelays;
import dev.darkroom.web.Visitor;
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
    private final PaymentGateway gateway;
    private final StatusReader statuses;
    private final StatusAnswer answer;
    private final RequestTimes times;
    private final SimulatedDelays delays;
    private final Visitor visitor;
    private final Audience audience;

    BillingResource(
            Checkout checkout,
            PaymentGateway gateway,
            StatusReader statuses,
            StatusAnswer answer,
            RequestTimes times,
            SimulatedDelays delays,
            Visitor visitor,
            Audience audience) {
        this.checkout = checkout;
        this.gateway = gateway;
        this.statuses = statuses;
        this.answer = answer;
        this.times = times;
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
            @HeaderParam("Idempotency-Key") String header) {
        String intent = header == null ? IntentKey.ofForm(attempt) : IntentKey.ofHeader(header);
        int cents = euros == null ? Euros.cents(amount) : Euros.typed(euros);
        Charge charge = checkout.pay(visitor.id(), intent, cents);
        times.accepted(charge);
        return answer(Charge.findById(charge.id));
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
        } catch (NoAnswer e) {
            throw new CompanySilent();
        }
    }

    private Response answer(Charge charge) {
        return audience.isBrowser() && !charge.processing().hasFailedInline()
                ? seeCharge(charge)
                : answer.accepted(charge);
    }

    private Charge mine(UUID id) {
        return Charge.of(id, visitor.id()).orElseThrow(NotThere::new);
    }

    private TemplateInstance page(Charge charge) {
        ChargeCard ours = card(charge);
        CompanyLedger theirs = CompanyLedger.of(gateway.ledger(charge.attempt()));
        return Templates.charge(ours, theirs, Verdict.of(ours, theirs), delays.gatewayText());
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
