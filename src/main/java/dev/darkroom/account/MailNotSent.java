package dev.darkroom.account;

import dev.darkroom.jobs.Failure;

/** The mail server is not there, or does not take mail now. */
class MailNotSent extends Failure.Transient {

    MailNotSent(String message, Throwable cause) {
        super(message, cause);
    }
}
