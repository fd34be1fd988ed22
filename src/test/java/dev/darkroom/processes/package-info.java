/**
 * The packaged application as real processes, which are started, killed, frozen and stopped. Effects are counted outside
 * them: in the gateway's ledger, the mail server and the file store.
 *
 * <p>The tests use HTTP, SMTP and the database, and none of the classes under test. Read {@link SurvivesKillIT} first.
 */
package dev.darkroom.processes;
