package dev.darkroom.account;

import dev.darkroom.jobs.Failure;
import io.quarkus.mailer.Mail;

/** Sends mail. */
public interface MailSender {

    /** @throws NotSent if the server did not confirm the mail; it may have accepted it all the same */
    void deliver(Mail mail);

    /** The mail server is unreachable or did not accept the mail. */
    class NotSent extends Failure.Transient {

        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
