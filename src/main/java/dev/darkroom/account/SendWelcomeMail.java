package dev.darkroom.account;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import java.time.Duration;
import java.util.UUID;

/** The job that sends a welcome mail. Its owner is the user who may see the mail, and its subject the mail's status. */
record SendWelcomeMail(UUID mailId, UUID userId, String subject) implements JobPayload {

    static final JobKind<SendWelcomeMail> KIND =
            new JobKind<>("send-welcome-mail", SendWelcomeMail.class, Lane.MAIL, Duration.ofMinutes(15));

    @Override
    public String key() {
        return mailId.toString();
    }

    @Override
    public String owner() {
        return userId.toString();
    }
}
