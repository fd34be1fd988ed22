package dev.darkroom.account;

import dev.darkroom.jobs.TransientFailure;

/** The mail server is not there, or does not take mail now. */
class MailNotSent extends TransientFailure {

    MailNotSent(String message, Throwable cause) {
        super(message, cause);
    }
}
