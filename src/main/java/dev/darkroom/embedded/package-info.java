/**
 * The servers that the program starts for itself where none are configured: PostgreSQL and SMTP.
 *
 * <p>The package imports nothing of Quarkus or the rest of Darkroom: it runs before the program and ends after it,
 * because a process that drains still needs its database (see {@code src/docs/adr/0001}). Only {@code Darkroom} starts
 * it; only {@code account} reads the received mail.
 *
 * <p>Read {@link EmbeddedServices} first. For each server it checks whether a setting is there, starts what is missing, and
 * returns the settings that point Quarkus to it. The profile {@code closed} embeds nothing, and requires settings instead.
 * Then, in any order:
 *
 * <ul>
 *   <li>{@link PostgresServer}: PostgreSQL with fsync on. All processes of a home share one server: {@link RunningPostgres}
 *       finds it, and the last process stops it.
 *   <li>{@link PostgresPrograms}: the programs of PostgreSQL, unpacked into the home.
 *   <li>{@link SmtpServer}: writes each mail to the {@link MailFolder} before it replies.
 *   <li>{@link DataDirectory}: the folder of all data ({@code darkroom.home}) and the locks of its processes.
 *   <li>{@link ExternalDatabase}: what must be right before the program starts on a database of the user's own.
 *   <li>{@link DatabaseProblem}: why a start has found no usable database, in a sentence.
 * </ul>
 */
package dev.darkroom.embedded;
