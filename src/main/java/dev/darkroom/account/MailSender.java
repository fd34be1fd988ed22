package dev.darkroom.account;

import io.quarkus.mailer.Mail;

/** Brings a mail to the mail server. */
public interface MailSender {

    /** @throws MailNotSent if the server did not say that it has it: it may have it all the same */
    void deliver(Mail mail);
}
