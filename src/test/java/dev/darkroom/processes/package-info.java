/**
 * The packaged application as its operator meets it: real processes, which are started, killed and told to end, and whose
 * effects are counted in the other side's books: the payment company's ledger, the mail server's mails, the files.
 *
 * <p>Knows nothing of the classes under test; it speaks HTTP and SMTP only. Read {@link dev.darkroom.processes.KillIT} first.
 */
package dev.darkroom.processes;
