/**
 * Paying: one intent to pay is charged once, however often it is clicked, delivered or asked for.
 *
 * <p>It knows nothing of photos, and of accounts only the id of an owner. It does not see {@code gateway} either: the
 * payment company is spoken to over HTTP, by its documented API ({@link GatewayApi}), as if it stood on the other
 * side of the world.
 *
 * <p>Three keys, each at its own place; they are what this package teaches:
 *
 * <ol>
 *   <li>{@link IntentKey} names what the visitor wants. It is made when the form is rendered, so a double click, the back
 *       button and a resubmit are the same intent. A program that calls makes one itself, and sends it as
 *       {@link dev.darkroom.idempotency.IdempotencyKey}.
 *   <li>{@link PaymentAttemptId} is made by {@link Checkout}, once for each (user, intent key). It is the id of the
 *       {@link Charge}, the key of its job, and the idempotency key that the company gets. It never changes.
 *   <li>The number of a job's attempt changes each time, and identifies nothing. It appears nowhere here.
 * </ol>
 *
 * <p>Read first, in this order: {@link BillingResource}, {@link Checkout}, {@link Charge}, {@link MakeCharge},
 * {@link MakeChargeHandler}, {@link PaymentGateway}, {@link HttpPaymentGateway}.
 *
 * <p>A charge fails only on proof: {@link CardDeclined}, or {@link PaymentVoided} when the company has closed the
 * key. All else is {@link GatewayUnavailable}, which may mean that the money is taken. So the job looks before it asks, has no
 * limit of attempts ({@code triedUntilProven}), and the record says "outcome unknown" meanwhile. A visitor who will
 * not wait can have the key closed; until the outcome is known, the page offers no new payment.
 */
package dev.darkroom.billing;
