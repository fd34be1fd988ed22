/**
 * Background work: accepted in a transaction, performed after the response, and retried until its outcome is recorded.
 *
 * <p>This package imports nothing of ours. It knows no users, photos, payments, HTTP or templates: owner and subject of a
 * job are opaque text ({@link JobPayload}), and features implement the work ({@link JobHandler}). It is the only package
 * that uses Reactive Messaging.
 *
 * <p>Read the caller's side first: {@link Jobs}, then the three modes side by side, {@link InlineDispatch},
 * {@link VolatileDispatch} and {@link DurableDispatch}. The first two share {@link OneShotRunner}; only the third writes a
 * row. Then follow a durable job through its life:
 *
 * <ol>
 *   <li>{@link Relay} marks due rows as handed over and, after that commit, sends their ids through the {@link Transport};
 *   <li>{@link LaneConsumers} receives an id on a worker thread of its {@link Lane};
 *   <li>{@link JobRunner} claims the job, performs it, and settles it with one of four outcomes;
 *   <li>{@link RunningJobs} extends the lease meanwhile; {@link JobRescuer} requeues jobs whose lease has expired;
 *       {@link Drain} ends the process.
 * </ol>
 *
 * <p>Web and job process may be two ({@link ProcessRun.Role}): {@link RelaySignal} wakes the relays of all processes, and
 * the heartbeat of {@link ProcessRun} shows which processes are alive and able to work ({@link BackgroundThreads}). The
 * fault lab decorates two interfaces, {@link Transport} and {@link JobMoves}.
 *
 * <p>Read {@link JobTable} last. Every statement that moves a job stands there, with the guarantees in its WHERE clause: a
 * claim requires {@code QUEUED}; a settlement requires {@code RUNNING} and the lease token of this run. If it moves no row,
 * another worker has the job, and the record is left alone too. Messages may be lost, duplicated or late, because the row
 * decides, never the message; the relay polls the table each second, and correctness rests on that poll alone.
 */
package dev.darkroom.jobs;
