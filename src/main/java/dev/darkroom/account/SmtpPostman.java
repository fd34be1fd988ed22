package dev.darkroom.account;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Speaks SMTP. */
@ApplicationScoped
class SmtpPostman implements Postman {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ReactiveMailer mailer;

    SmtpPostman(ReactiveMailer mailer) {
        this.mailer = mailer;
    }

    @Override
    public void deliver(Mail mail) {
        try {
            mailer.send(mail).await().atMost(LIMIT);
        } catch (TimeoutException e) {
            throw new MailNotSent("the mail server did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            throw new MailNotSent("the mail server did not take the mail: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
