package dev.darkroom.account;

import dev.darkroom.jobs.Failure;

/** Sends mail. */
public interface MailSender {

    /**
     * Throws {@link Refused} or {@link NotSent} if the server does not confirm the mail.
     *
     * @param retried whether a failed delivery is repeated; the server then has more time
     */
    void deliver(Mail mail, boolean retried);

    record Mail(String to, String subject, String messageId, String text) {}

    /** The server was unreachable, did not confirm the mail, or refused it for now. It may have accepted the mail even so. */
    class NotSent extends Failure.Transient {

        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The server will never accept this mail. */
    class Refused extends Failure.Permanent {

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
