package dev.darkroom.account;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Speaks SMTP. */
@ApplicationScoped
class SmtpMailSender implements MailSender {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ReactiveMailer mailer;
    private final Context eventLoop;
    private final boolean embedded;

    SmtpMailSender(ReactiveMailer mailer, Vertx vertx, @ConfigProperty(name = "darkroom.inbox") Optional<Path> inbox) {
        this.mailer = mailer;
        this.eventLoop = ((VertxInternal) vertx).createEventLoopContext();
        this.embedded = inbox.isPresent();
    }

    @Override
    public void deliver(Mail mail) {
        if (!embedded && isNobodys(mail)) {
            return;
        }
        try {
            mailer.send(mail).runSubscriptionOn(this::onOneEventLoop).await().atMost(LIMIT);
        } catch (TimeoutException e) {
            throw new MailNotSent("the mail server did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            throw new MailNotSent("the mail server did not take the mail: " + reason(e), e);
        }
    }

    /** Only the mail server in this process knows a throw-away visitor: another one would send us the mail back. */
    private static boolean isNobodys(Mail mail) {
        return mail.getTo().stream().allMatch(SignupForm::isThrowAway);
    }

    /**
     * Begun on a lane's worker, the client may be greeted before it listens; then both sides wait for the other to speak.
     * And begun on another event loop than its last dialogue ends on, it may ask a pool for a connection that is being
     * thrown away with that one, and is never answered.
     */
    private void onOneEventLoop(Runnable dialogue) {
        eventLoop.runOnContext(begun -> dialogue.run());
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
