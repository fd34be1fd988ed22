/**
 * Payments: one intent to pay is charged once, however often it is submitted, delivered or retried.
 *
 * <p>The package knows nothing of photos, and of accounts only an owner's id. It does not see {@code gateway} either: it
 * calls the payment gateway over HTTP ({@link HttpPaymentGateway}).
 *
 * <p>It distinguishes three keys:
 *
 * <ol>
 *   <li>The intent key names the visitor's intent. A browser keeps it until the charge has ended ({@link PaymentIntent}), so
 *       a double click, the back button and a resubmit are the same intent. A program makes its own and sends it as an
 *       {@link dev.darkroom.idempotency.IdempotencyKey}.
 *   <li>The {@link PaymentAttemptId} is made by {@link Checkout}, once for each (user, intent key). It is the id of the
 *       {@link Charge}, the key of its job, and the gateway's idempotency key. It never changes.
 *   <li>The attempt number of a job changes on every retry and is never used as a key.
 * </ol>
 *
 * <p>Read first, in this order: {@link BillingResource}, {@link Checkout}, {@link Charge}, {@link MakeCharge},
 * {@link MakeChargeHandler}, {@link PaymentGateway}, {@link HttpPaymentGateway}.
 *
 * <p>A charge fails only on proof: {@link PaymentGateway.CardDeclined} or {@link PaymentGateway.PaymentVoided}.
 * After {@link PaymentGateway.GatewayUnavailable} the money may have been taken. The job therefore looks for a receipt
 * before it charges, has no limit on attempts, and its record says "outcome unknown" meanwhile. Without a job, the charge
 * is lost after its only try, and {@link Checkout} asks the gateway each minute. Until the outcome is known or the
 * visitor voids the charge, no new payment is accepted.
 */
package dev.darkroom.billing;
