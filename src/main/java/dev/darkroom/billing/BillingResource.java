package dev.darkroom.billing;

import dev.darkroom.idempotency.IdempotencyKey;
import dev.darkroom.idempotency.IdempotencyRecords;
import dev.darkroom.idempotency.RequestFingerprint;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** Accepts payments and shows their pages. */
@Path("/")
@Authenticated
public class BillingResource {

    private static final int LIST_LIMIT = 50;
    private static final String USUAL_AMOUNT = "10.00";

    private final Checkout checkout;
    private final PaymentIntent intent;
    private final LedgerReader ledgers;
    private final IdempotencyRecords idempotency;
    private final StatusResponses responses;
    private final ErrorResponses errors;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest request;

    BillingResource(
            Checkout checkout,
            PaymentIntent intent,
            LedgerReader ledgers,
            IdempotencyRecords idempotency,
            StatusResponses responses,
            ErrorResponses errors,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest request) {
        this.checkout = checkout;
        this.intent = intent;
        this.ledgers = ledgers;
        this.idempotency = idempotency;
        this.responses = responses;
        this.errors = errors;
        this.delays = delays;
        this.visitor = visitor;
        this.request = request;
    }

    @CheckedTemplate(basePath = "billing")
    static class Templates {
        static native TemplateInstance billing(BillingPage page);

        static native TemplateInstance charge(ChargeRuns runs, JoinedLedger ledger, String asked, String simulated);
    }

    /**
     * The form and the latest payments.
     *
     * @param attempt the key of the form's intent
     * @param unknown the payment that must be known before another one is accepted, or null
     * @param open the payment of this intent that has not ended, or null
     * @param problem why the last press was refused, or null; {@code euros} is what it sent
     * @param runs those of the latest payment, or null
     */
    public record BillingPage(
            String attempt,
            ChargeCard unknown,
            ChargeCard open,
            String euros,
            String problem,
            JoinedLedger ledger,
            ChargeRuns runs,
            String simulated) {}

    @GET
    @Path("billing")
    public Response billing() {
        List<Charge> charges = Charge.findLatest(visitor.id(), LIST_LIMIT);
        List<ChargeCard> cards = ledgers.cards(charges);
        return request.answer(cards, () -> Templates.billing(page(charges, cards, USUAL_AMOUNT, null)));
    }

    /** Gives the form a new intent, although the payment of the last one may not have ended. */
    @POST
    @Path("billing/new")
    public Response newPayment() {
        intent.renew();
        return request.redirect(URI.create("/billing"));
    }

    @POST
    @Path("charges")
    public Response pay(
            @FormParam("attempt") String attempt,
            @FormParam("euros") String euros,
            @FormParam("amount") String amount,
            @HeaderParam(IdempotencyKey.HEADER) List<String> keys) {
        if (!request.isBrowser()) {
            return payByProgram(IdempotencyKey.required(keys), cents(euros, amount));
        }
        try {
            int cents = cents(euros, amount);
            Charge charge = checkout.pay(visitor.id(), intentKey(attempt), cents);
            String asked = charge.amount == cents ? "" : "?asked=" + cents;
            return responses.accepted(charge, charge.page() + asked);
        } catch (HttpRefusal refusal) {
            return refused(euros, refusal);
        }
    }

    /** @param asked the cents that a press of the same form wanted to pay, if they differ from the first press's */
    @GET
    @Path("charges/{id}")
    public Response charge(UUID id, @QueryParam("asked") String asked) {
        Charge charge = owned(id);
        ChargeCard card = ledgers.card(charge);
        return request.answer(card, () -> {
            JoinedLedger ledger = ledgers.join(List.of(card));
            ChargeRuns runs = ledgers.runs(charge, ledger.rows().get(0));
            return Templates.charge(runs, ledger, EuroAmount.other(asked, charge.amount), delays.gatewayText());
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
        if (!ledgers.card(charge).voidable()) {
            throw new Checkout.PaymentRefused("Only a charge that has begun and has no known outcome can be voided.");
        }
        try {
            Charge voided = checkout.voidCharge(charge);
            return request.isBrowser()
                    ? Response.seeOther(URI.create(voided.page())).build()
                    : Response.ok(ledgers.card(voided).status(), MediaType.APPLICATION_JSON)
                            .build();
        } catch (PaymentGateway.GatewayUnavailable e) {
            throw new HttpRefusal(
                    502,
                    "The payment gateway did not answer: the payment may or may not be voided. Retry in a moment.");
        }
    }

    private BillingPage page(List<Charge> charges, List<ChargeCard> cards, String euros, String problem) {
        String key = intent.key();
        JoinedLedger ledger = ledgers.join(cards);
        ChargeRuns runs = charges.isEmpty()
                ? null
                : ledgers.runs(charges.get(0), ledger.rows().get(0));
        ChargeCard open =
                Charge.findByIntent(visitor.id(), key).map(ledgers::card).orElse(null);
        ChargeCard unknown = checkout.unknownOutcomes(visitor.id()).stream()
                .findFirst()
                .map(ledgers::card)
                .orElse(null);
        return new BillingPage(key, unknown, open, euros, problem, ledger, runs, delays.gatewayText());
    }

    /** A refusal stays in the form. */
    private Response refused(String euros, HttpRefusal refusal) {
        List<Charge> charges = Charge.findLatest(visitor.id(), LIST_LIMIT);
        BillingPage page = page(charges, ledgers.cards(charges), euros, refusal.getMessage());
        return errors.answer(new Problem(refusal.status(), refusal.getMessage()), Templates.billing(page));
    }

    private static int cents(String euros, String amount) {
        return euros == null ? EuroAmount.parseCents(amount) : EuroAmount.parse(euros);
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

    private static String intentKey(String attempt) {
        if (attempt == null || !PaymentIntent.KEY.matcher(attempt).matches()) {
            throw HttpRefusal.badRequest("The form field \"attempt\" must be 1 to 200 printable ASCII characters.");
        }
        return attempt;
    }
}
