package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Sends mail by SMTP. */
@ApplicationScoped
@Startup
class SmtpMailSender implements MailSender {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ReactiveMailer mailer;
    private final Context eventLoop;
    private final boolean embedded;

    SmtpMailSender(ReactiveMailer mailer, Vertx vertx, Optional<MailFolder> inbox) {
        this.mailer = mailer;
        // The main thread creates this bean. It has no context yet, so Vert.x returns a new event loop context.
        this.eventLoop = vertx.getOrCreateContext();
        this.embedded = inbox.isPresent();
    }

    @Override
    public void deliver(Mail mail) {
        boolean forGuest = mail.getTo().stream().allMatch(address -> address.endsWith(User.GUEST_DOMAIN));
        if (forGuest && !embedded) {
            // Only the embedded server accepts guests' addresses.
            return;
        }
        try {
            // One event loop for all dialogues: on a worker thread, the client can miss the server's greeting; on
            // changing loops, the mail pool of Vert.x 4.5 can wait forever for a connection that is being closed.
            mailer.send(mail)
                    .runSubscriptionOn(dialogue -> eventLoop.runOnContext(ignored -> dialogue.run()))
                    .await()
                    .atMost(LIMIT);
        } catch (TimeoutException e) {
            throw new NotSent("the mail server did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new NotSent("the mail server did not accept the mail: " + cause.getMessage(), e);
        }
    }
}
