package dev.darkroom.billing;

import dev.darkroom.billing.Checkout.PaymentRefused;
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
import java.util.regex.Pattern;

/** Accepts payments and shows their pages. */
@Path("/")
@Authenticated
public class BillingResource {

    private static final int LIST_LIMIT = 50;
    private static final Pattern INTENT_KEY = Pattern.compile("[!-~]{1,200}");

    private final Checkout checkout;
    private final IdempotencyRecords idempotency;
    private final PaymentGateway gateway;
    private final StatusReader statuses;
    private final StatusResponses responses;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;

    BillingResource(
            Checkout checkout,
            IdempotencyRecords idempotency,
            PaymentGateway gateway,
            StatusReader statuses,
            StatusResponses responses,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest request) {
        this.checkout = checkout;
        this.idempotency = idempotency;
        this.gateway = gateway;
        this.statuses = statuses;
        this.responses = responses;
        this.delays = delays;
        this.visitor = visitor;
        this.request = request;
    }

    @CheckedTemplate(basePath = "billing")
    static class Templates {
        static native TemplateInstance billing(
                String attempt, List<ChargeCard> charges, boolean payable, String simulated);

        static native TemplateInstance charge(Reconciliation reconciliation, String simulated);
    }

    /** Renders the form with a new intent key: every submission of one form is the same intent. */
    @GET
    @Path("billing")
    public Response billing() {
        List<ChargeCard> charges = statuses.read(Charge.findLatest(visitor.id(), LIST_LIMIT), ChargeCard::of);
        boolean payable = charges.stream().noneMatch(ChargeCard::outcomeUnknown);
        String attempt = UUID.randomUUID().toString();
        return request.answer(charges, () -> Templates.billing(attempt, charges, payable, delays.gatewayText()));
    }

    @POST
    @Path("charges")
    public Response pay(
            @FormParam("attempt") String attempt,
            @FormParam("euros") String euros,
            @FormParam("amount") String amount,
            @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        int cents = euros == null ? EuroAmount.parseCents(amount) : EuroAmount.parse(euros);
        return request.isBrowser()
                ? accepted(checkout.pay(visitor.id(), intentKey(attempt), cents))
                : payByProgram(IdempotencyKey.required(keys), cents);
    }

    @GET
    @Path("charges/{id}")
    public Response charge(UUID id) {
        Charge charge = owned(id);
        ChargeCard card = card(charge);
        return request.answer(card, () -> {
            List<PaymentGateway.LedgerEntry> ledger = gateway.ledger(charge.attempt());
            return Templates.charge(new Reconciliation(card, ledger), delays.gatewayText());
        });
    }

    @GET
    @Path("charges/{id}/status")
    public Response status(UUID id) {
        return responses.status(owned(id));
    }

    @POST
    @Path("charges/{id}/void")
    public Response voidCharge(UUID id) {
        Charge charge = owned(id);
        if (!card(charge).voidable()) {
            throw new PaymentRefused("Only a charge that has begun and has no known outcome can be voided.");
        }
        try {
            Charge voided = checkout.voidCharge(charge);
            return request.isBrowser()
                    ? Response.seeOther(URI.create(voided.page())).build()
                    : Response.ok(statuses.read(voided), MediaType.APPLICATION_JSON)
                            .build();
        } catch (PaymentGateway.GatewayUnavailable e) {
            throw new HttpRefusal(
                    502,
                    "The payment gateway did not answer: the payment may or may not be voided. Retry in a moment.");
        }
    }

    private Response payByProgram(IdempotencyKey key, int cents) {
        return idempotency.execute(new IdempotencyRecords.Request(
                visitor.id(),
                key,
                new RequestFingerprint("POST /charges").with("amount", cents),
                () -> List.of(pay(key, cents)),
                charge -> accepted(owned(charge.iterator().next()))));
    }

    /** A form may have used this key: its request has no fingerprint, so the amount is compared. */
    private Charge pay(IdempotencyKey key, int cents) {
        Charge charge = checkout.pay(visitor.id(), key.value(), cents);
        if (charge.amount != cents) {
            throw IdempotencyKey.Conflict.payloadDiffers();
        }
        return charge;
    }

    private Response accepted(Charge charge) {
        return responses.accepted(charge, charge.page());
    }

    private Charge owned(UUID id) {
        return Charge.findOwned(id, visitor.id()).orElseThrow(HttpRefusal::notFound);
    }

    private ChargeCard card(Charge charge) {
        return ChargeCard.of(charge, statuses.read(charge));
    }

    private static String intentKey(String attempt) {
        if (attempt == null || !INTENT_KEY.matcher(attempt).matches()) {
            throw HttpRefusal.badRequest("The form field \"attempt\" must be 1 to 200 printable ASCII characters.");
        }
        return attempt;
    }
}
