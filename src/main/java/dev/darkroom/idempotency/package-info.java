/**
 * The {@code Idempotency-Key} contract for programs: a request repeated under the same key is performed once, and every repeat
 * gets the first response again.
 *
 * <p>Read {@link IdempotencyRecords} first. It writes an {@link IdempotencyRecord} with the {@link RequestFingerprint}
 * of the request in the transaction of the work. It knows no feature: it finds records through
 * {@link dev.darkroom.status.RecordSource}.
 */
package dev.darkroom.idempotency;
