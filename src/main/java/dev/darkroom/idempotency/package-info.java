/**
 * The {@code Idempotency-Key} contract for programs: a request is performed once, and each repeat gets its response again.
 *
 * <p>Read {@link IdempotencyRecords} first: it stores an {@link IdempotencyRecord} with the {@link RequestFingerprint} of the
 * request in the transaction of the work, and finds records of any feature through
 * {@link dev.darkroom.status.StatusReader}.
 */
package dev.darkroom.idempotency;
