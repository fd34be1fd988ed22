package dev.darkroom.account;

import dev.darkroom.account.MailSender.Mail;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.TrackedRecordHandler;
import dev.darkroom.status.WorkState.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends the welcome mail; {@link TrackedRecordHandler} moves its record. SMTP has no idempotency key: if the end of a run is
 * not recorded after sending, the next run sends a duplicate, with the same Message-ID.
 */
@ApplicationScoped
class WelcomeMailHandler implements TrackedRecordHandler<SendWelcomeMail, Void> {

    private final MailSender sender;

    WelcomeMailHandler(MailSender sender) {
        this.sender = sender;
    }

    @Override
    public JobKind<SendWelcomeMail> kind() {
        return SendWelcomeMail.KIND;
    }

    @Override
    public Optional<WelcomeMail> record(UUID id) {
        return WelcomeMail.findByIdOptional(id);
    }

    @Override
    public void read(List<UUID> ids) {
        WelcomeMail.findByIds(ids);
    }

    @Override
    public Void perform(SendWelcomeMail job, JobContext run) {
        mailToSend(job.mailId()).ifPresent(mail -> sender.deliver(mail, run.isRetried()));
        return null;
    }

    /** Reads the mail in its own transaction, so that none is open while it is sent. Empty unless it is PROCESSING. */
    private Optional<Mail> mailToSend(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> record(id)
                .filter(mail -> mail.work().is(Status.PROCESSING))
                .map(WelcomeMailHandler::compose));
    }

    private static Mail compose(WelcomeMail mail) {
        String text =
                """
                Hello %s,

                your account is ready. Sending this mail was the slow part of your sign-up.

                Darkroom
                """
                        .formatted(mail.recipient.name);
        return new Mail(mail.recipient.email, "Welcome to Darkroom", mail.messageId(), text);
    }
}
