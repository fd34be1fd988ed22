/**
 * Background work: accepted in a transaction, performed after the response, and retried until its outcome is recorded.
 *
 * <p>This package imports no other package of Darkroom and knows no feature, HTTP or template. Features implement the
 * work ({@link JobHandler}); the fault lab decorates {@link Transport} and {@link JobMoves}.
 *
 * <p>Read {@link Jobs} first, then the three modes: {@link InlineDispatch} and {@link VolatileDispatch}, which share
 * {@link OneShotRunner}, and {@link DurableDispatch}, which writes a row. A durable job continues with:
 *
 * <ol>
 *   <li>{@link Relay} marks due rows as handed over and, after that commit, sends their ids through the {@link Transport};
 *   <li>{@link LaneConsumers} receives an id on a worker thread of its {@link Lane};
 *   <li>{@link JobRunner} claims the job, performs it, and settles it with one of four outcomes;
 *   <li>{@link RunningJobs} extends the lease meanwhile; {@link JobRescuer} requeues jobs whose lease has expired;
 *       {@link Drain} finishes or releases the running jobs at shutdown.
 * </ol>
 *
 * <p>Read {@link JobTable} last: it has every statement that moves a job. A claim requires {@code QUEUED}. A settlement
 * requires {@code RUNNING} and the run's lease token; without them it changes neither the job nor its record. Messages
 * may be lost, duplicated or late, because each claim checks the row.
 */
package dev.darkroom.jobs;
