/**
 * The state of the work on a record: stored, returned by the status endpoints, and drawn on any page.
 *
 * <p>A feature's entity is a {@link TrackedRecord} and so embeds {@link WorkState}; the feature produces a bean
 * {@link RecordSource}. This package uses {@code jobs} and {@code web}, and knows no feature.
 *
 * <p>A record has a stored status (processing, complete, failed) and a phase, which also depends on its job, or, without
 * one, on the process that accepted the work: once that process is gone, or the only try has ended without a known outcome,
 * the work is lost.
 *
 * <p>Read {@link WorkState} first, then {@link TrackedRecordHandler}, which updates it in the transaction that moves the
 * job; {@link StatusReader}, which combines record and job into a {@link StatusView}; {@link StatusResponses}, the
 * responses to accepted work and to a poll; and {@link StatusResource}, many statuses in one request. {@link Strip} draws
 * a status as a time axis, and {@link JobTimeline} lists the steps of a job.
 */
package dev.darkroom.status;
