package dev.darkroom.account;

import dev.darkroom.jobs.Failure;
import io.quarkus.mailer.Mail;

/** Sends mail. */
public interface MailSender {

    /** Throws {@link NotSent} if the server does not confirm the mail. It may have accepted the mail even so. */
    void deliver(Mail mail);

    /** The mail server was unreachable, refused the mail, or did not answer. */
    class NotSent extends Failure.Transient {

        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
