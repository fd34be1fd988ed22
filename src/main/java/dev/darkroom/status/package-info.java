/**
 * The state of the work on a record: stored, returned by the status endpoints, and drawn on any page. It is the same
 * for a photo, a charge and a welcome mail.
 *
 * <p>A feature's entity embeds {@link WorkState}, the columns that every such record has, and implements
 * {@link TrackedRecord}. A bean of the feature implements {@link RecordSource}, which finds its records. This package
 * sees {@code jobs} and {@code web}, and no feature.
 *
 * <p>A record has a status (processing, complete, failed), which is its own column, and a phase, which is what happens
 * at this moment. The phase also depends on the job; in volatile and inline mode, it depends on the process that accepted the work.
 * When that process is gone, nothing will move the record any more, and its phase is lost.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link WorkState}: how a record moves; {@code complete} is never left;
 *   <li>{@link TrackedRecordHandler}: keeps the record up to date, in the transaction that moves its job;
 *   <li>{@link StatusReader}: combines record and job into a {@link StatusView};
 *   <li>{@link StatusResponses}: the answers to accepted work and to a poll;
 *   <li>{@link StatusResource}: many statuses in one request, so that a gallery polls once.
 * </ol>
 *
 * <p>{@link Strip} draws a status as one time axis: how long the visitor waited, and how long the work took.
 * {@link JobTimeline} lists the steps of a job, each with the method that wrote it ({@link StepSource}).
 */
package dev.darkroom.status;
