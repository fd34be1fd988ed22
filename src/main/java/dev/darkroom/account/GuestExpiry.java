package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;

/** Deletes expired guests, with everything stored for them, and expired sessions. */
@ApplicationScoped
class GuestExpiry {

    private final Jobs jobs;
    private final Sessions sessions;
    private final Optional<MailFolder> inbox;
    private final Event<GuestExpired> expired;

    GuestExpiry(Jobs jobs, Sessions sessions, Optional<MailFolder> inbox, Event<GuestExpired> expired) {
        this.jobs = jobs;
        this.sessions = sessions;
        this.inbox = inbox;
        this.expired = expired;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteExpired() {
        sessions.deleteExpired();
        QuarkusTransaction.requiringNew()
                .call(() -> User.<User>list("expiresAt < instant"))
                .forEach(this::delete);
    }

    private void delete(User guest) {
        try {
            QuarkusTransaction.requiringNew().run(() -> deleteRows(guest));
            inbox.ifPresent(box -> box.forget(guest.email));
        } catch (RuntimeException e) {
            // Still referenced, for example by a charge with an unknown outcome. The next run retries.
            Log.debugf(e, "guest %s cannot be deleted yet", guest.id);
        }
    }

    private void deleteRows(User guest) {
        expired.fire(new GuestExpired(guest.id));
        for (WelcomeMail mail : WelcomeMail.<WelcomeMail>list("recipient.id", guest.id)) {
            jobs.withdraw(SendWelcomeMail.KIND, mail.id.toString());
            mail.delete();
        }
        User.deleteById(guest.id);
    }
}
