/**
 * What became of it: the answer to a page that asks, the same for a photo, a charge and a welcome mail.
 *
 * <p>It does not know what is worked on. A feature's record embeds {@link WorkState}, the columns that every such
 * record has, and implements {@link TrackedRecord}; a feature's bean implements {@link RecordSource}, for who asks for
 * many at once. So this package sees {@code jobs} and {@code web}, and no feature.
 *
 * <p>Two things can be true of a record, and the difference is the point: its {@link Status} (processing, complete,
 * failed) is what the record itself says, and its {@link Phase} is what is happening at this moment. In the phase the
 * job has its say, or the run of the process that accepted the work in memory: once that process is gone, nothing
 * will ever move the record, and it is {@code LOST}. Only durable work has a job to look up, so in the other two
 * modes {@code links.job} is null.
 *
 * <p>Read first, in this order:
 *
 * <ol>
 *   <li>{@link WorkState}: how a record moves; {@code complete} is never left;
 *   <li>{@link TrackedRecordHandler}: the part of a job's handler that keeps it up to date, in the transaction that moves
 *       the job;
 *   <li>{@link StatusReader}: puts record and job together, as a {@link StatusView};
 *   <li>{@link StatusResponses}: 200 to who asks, in every state; 202 or 201 to who has handed in work; and when work
 *       was done inside the request and failed, that failure;
 *   <li>{@link StatusResource}: many at once, so that a gallery polls once;
 *   <li>{@link BoardResource}: the board of jobs ({@link JobRow}) and who works; of one job its way through the states
 *       ({@link JobStates}), its attempts ({@link AttemptBar}), its timeline ({@link JobTimeline}, {@link TimelineBar}), each
 *       line with the method that wrote it ({@link StepSource}), and the button that has a dead one tried again.
 * </ol>
 *
 * <p>What a program repeats under the same {@link IdempotencyKey} is done once: {@link IdempotencyRecords} puts the {@link IdempotencyRecord},
 * with a {@link RequestFingerprint} of what was asked for and the {@link StoredResponse}, into the transaction of the work. It is
 * here because it serves all features alike, and must know a {@link TrackedRecord} record to tell whether it is still at work.
 *
 * <p>{@link Strip} draws a status as one time axis: how long the person waited, and how long the work took.
 * {@link RequestTimes} notes the first of the two.
 */
package dev.darkroom.status;
