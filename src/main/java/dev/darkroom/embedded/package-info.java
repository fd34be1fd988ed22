/**
 * What the program needs around it and starts itself when nobody has given it one: a PostgreSQL and an SMTP server.
 *
 * <p>It imports nothing of ours and nothing of Quarkus: it runs before the program and ends after it. Only
 * {@code Darkroom}, which is {@code main}, starts it; only {@code account} looks inside, to show a visitor the mail
 * that has arrived.
 *
 * <p>Read {@link EmbeddedServices} first. For each it asks whether a setting is there, starts what is
 * missing, and hands back the settings that lead Quarkus to it, so that the rest of the program cannot tell an
 * embedded server from any other. Then, in any order:
 *
 * <ul>
 *   <li>{@link PostgresServer}: real PostgreSQL, with fsync on and its data kept between runs. The library behind it is
 *       made for tests and switches durability off; that is switched on again, and asked for with SHOW before
 *       anything else is done. Several processes share one server: {@link RunningPostgres} finds the one that runs, and the
 *       last process to leave stops it (see {@code src/docs/adr/0008}).
 *   <li>{@link SmtpServer}: a real SMTP server. A mail is on disk, in {@link MailFolder}, before SMTP says yes.
 *   <li>{@link DataDirectory}: the folder where all data lives ({@code darkroom.home}), with the
 *       locks that tell who serves its pages and who is connected.
 * </ul>
 *
 * <p>In a deployment neither is made here: {@link DeploymentRequirements} refuses to start without them.
 *
 * <p>What cannot be started is a {@link StartupFailure}: one sentence that says what to do about it, printed without a
 * stack trace.
 *
 * <p>It stops last. A program that is told to end still has jobs to settle, and for that it needs its database: see
 * {@code src/docs/adr/0003-servers-start-in-main.md}.
 */
package dev.darkroom.embedded;
