/**
 * Background work: accepted in a transaction, carried out behind the answer, and brought back until its outcome is
 * recorded.
 *
 * <p>This package imports nothing of ours. It knows no users, photos, payments, HTTP or templates: whose job it is
 * and what it is about are opaque text ({@link JobPayload}), and the work is behind an interface ({@link JobHandler})
 * that features implement. It is also the only one that sees Reactive Messaging.
 *
 * <p>Read the caller's side first: {@link Jobs}, then {@link Jobs.Dispatch} and its three siblings side by side,
 * {@link InlineDispatch}, {@link VolatileDispatch} and {@link DurableDispatch}. What the first two have in common is
 * {@link OneShotRunner}; only the third writes a row.
 *
 * <p>Then follow a durable job through its life:
 *
 * <ol>
 *   <li>{@link RelayLoop} turns {@link Relay}, which marks due rows as handed over, and sends their ids after that
 *       commit through {@link InMemoryTransport};
 *   <li>{@link LaneConsumers} receives an id on a worker of its {@link Lane} and gives it to the runner;
 *   <li>{@link JobRunner} claims the job, performs it, and settles it, as one of four {@link Ending}s;
 *   <li>{@link RunningJobs} keeps the lease alive meanwhile; {@link JobRescuer} takes back what nobody keeps alive;
 *       {@link Drain} ends a process in order.
 * </ol>
 *
 * <p>Web process and job process may be two ({@link Role}). Who accepts work makes a {@link WakeUp}, which the other
 * side's {@link Listener} hears; {@link ProcessRun} beats, so that everybody can tell who is there. {@link Outbox},
 * {@link Transport}, {@link Settlement} and {@link Timeline} are interfaces with one implementation each: the places at
 * which faults are put in from outside.
 *
 * <p>Last read {@link JobTable}. All statements that move a job stand there, and the guarantees are in their WHERE
 * clauses: a claim demands {@code QUEUED}, a settlement demands {@code RUNNING} and the lease token of this very run.
 * Zero rows mean that another worker has the job, and then the record is left alone too. Messages may be lost,
 * doubled or late, since the row decides and never the message; the relay asks the table each second, and correctness
 * rests on that.
 */
package dev.darkroom.jobs;
