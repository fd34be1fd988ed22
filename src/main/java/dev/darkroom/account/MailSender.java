package dev.darkroom.account;

import dev.darkroom.jobs.Failure;
import io.quarkus.mailer.Mail;

/** Sends mail. */
public interface MailSender {

    /** Throws {@link NotSent} without the server's confirmation; it may have accepted the mail all the same. */
    void deliver(Mail mail);

    /** The mail server is unreachable or did not accept the mail. */
    class NotSent extends Failure.Transient {

        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
