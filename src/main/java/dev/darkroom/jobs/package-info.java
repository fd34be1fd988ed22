/**
 * Background work: accepted in a transaction, performed after the response, and retried until its outcome is recorded.
 *
 * <p>This package imports no other package of Darkroom and knows no feature, HTTP or template. Features implement the
 * work ({@link JobHandler}); the fault lab decorates {@link Transport}, {@link JobMoves}, {@link Broker} and {@link
 * Deliveries}.
 *
 * <p>Read {@link Jobs} first, then the three modes: {@link InlineDispatch} and {@link VolatileDispatch}, which share
 * {@link OneShotRunner}, and {@link DurableDispatch}, which writes a row. A durable job continues with:
 *
 * <ol>
 *   <li>{@link Relay} claims due rows and, after that commit, sends their runs through the {@link Transport};
 *   <li>{@link LaneConsumers} receives a run on a worker thread of its {@link Lane};
 *   <li>{@link JobRunner} performs the run, and settles it with one of four outcomes;
 *   <li>{@link RunningJobs} extends the lease meanwhile; {@link JobRescuer} requeues jobs whose lease has expired;
 *       {@link Drain} finishes or releases the running jobs at shutdown. {@link JobControl} is what a person may do.
 * </ol>
 *
 * <p>Read {@link JobTable} last: it has every statement that moves a job without a broker. A pick takes only
 * {@code QUEUED} rows. A settlement requires the run's lease token, which is on the row only while the run holds its lease;
 * without it, neither the job nor its record changes. A lost message delays a job until its lease expires, and a repeated
 * one is refused.
 *
 * <p>With a broker, {@link BrokerRelay} marks due rows and publishes their ids through a {@link Broker}, whose consumers pass
 * each message to {@link Deliveries}: {@link BrokerConsumer} claims the job by its id and sends the run through the same
 * {@link Transport}. {@link HandOver} has these statements. The row stays the truth: a lost message costs the rest of a
 * mark, a repeated one a claim of no row. A broker's package implements one interface and calls the other.
 */
package dev.darkroom.jobs;
