package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.mailencoder.EmailAddress;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends mail by SMTP, with the client of Quarkus Mailer. */
@ApplicationScoped
@Startup
class SmtpMailSender implements MailSender {

    private static final int AUTHENTICATION_REQUIRED = 530;

    /** How long to wait until a mail server confirms a mail. */
    @ConfigMapping(prefix = "darkroom.mail")
    interface Limits {

        /** For a durable mail. A client should wait ten minutes for the last reply (RFC 5321, section 4.5.3.2). */
        @WithDefault("10m")
        Duration replyTimeout();

        /** For a mail that is sent inline or in memory, and tried only once. */
        @WithDefault("30s")
        Duration oneTryTimeout();
    }

    private final MailClient client;
    private final String from;
    private final Limits limits;
    private final Context eventLoop;
    private final boolean embedded;

    SmtpMailSender(
            MailClient client,
            @ConfigProperty(name = "quarkus.mailer.from") String from,
            Limits limits,
            Vertx vertx,
            Optional<MailFolder> inbox) {
        if (limits.replyTimeout().compareTo(SendWelcomeMail.KIND.deadline()) >= 0) {
            throw new ConfigurationException(
                    "darkroom.mail.reply-timeout (%s) must be shorter than the run of a mail (%s)."
                            .formatted(limits.replyTimeout(), SendWelcomeMail.KIND.deadline()));
        }
        this.client = client;
        this.from = from;
        this.limits = limits;
        // The main thread creates this bean. It has no context yet, so Vert.x returns a new event loop context.
        this.eventLoop = vertx.getOrCreateContext();
        this.embedded = inbox.isPresent();
    }

    @Override
    public void deliver(Mail mail, boolean retried) {
        if (mail.to().endsWith(User.GUEST_DOMAIN) && !embedded) {
            // Only the embedded server accepts guests' addresses.
            return;
        }
        try {
            new EmailAddress(mail.to());
        } catch (IllegalArgumentException e) {
            throw new Refused("mail to this address cannot be sent: " + e.getMessage(), e);
        }
        MailMessage message =
                new MailMessage(from, mail.to(), mail.subject(), mail.text()).addHeader("Message-ID", mail.messageId());
        try {
            // One event loop for all dialogues: on a worker thread, the client can miss the server's greeting; on
            // changing loops, the mail pool of Vert.x 4.5 can wait forever for a connection that is being closed.
            client.sendMail(message)
                    .runSubscriptionOn(dialogue -> eventLoop.runOnContext(ignored -> dialogue.run()))
                    .await()
                    .atMost(retried ? limits.replyTimeout() : limits.oneTryTimeout());
        } catch (TimeoutException e) {
            throw new NotSent("the mail server gave no reply; the mail may have been sent", e);
        } catch (RuntimeException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            // A dialogue cannot be ended. One that still waits for the greeting has no recipient when it comes.
            eventLoop.runOnContext(ignored -> message.setTo(List.of()));
        }
    }

    /** Only a refusal of the recipient or the text is about this mail. Any other one is about our configuration. */
    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof SMTPException refusal) {
            String message = "the mail server refused the mail: " + String.join(" ", refusal.getReplyMessages());
            boolean aboutThisMail = Stream.of(
                            "recipient address not accepted", "DATA command not accepted", "sending data failed")
                    .anyMatch(refusal.getMessage()::startsWith);
            return aboutThisMail && refusal.isPermanent() && refusal.getReplyCode() != AUTHENTICATION_REQUIRED
                    ? new Refused(message, refusal)
                    : new NotSent(message, refusal);
        }
        return new NotSent("the mail server did not take the mail: " + cause.getMessage(), cause);
    }
}
