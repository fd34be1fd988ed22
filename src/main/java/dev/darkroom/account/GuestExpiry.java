package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Forgets throw-away visitors whose time is over, and all that was kept for them; and sessions that are over. */
@ApplicationScoped
class GuestExpiry {

    private static final Logger LOG = Logger.getLogger(GuestExpiry.class);

    private final Jobs jobs;
    private final Sessions sessions;
    private final Optional<MailFolder> inbox;
    private final Event<GuestExpired> expired;

    GuestExpiry(
            Jobs jobs,
            Sessions sessions,
            @ConfigProperty(name = "darkroom.inbox") Optional<Path> folder,
            Event<GuestExpired> expired) {
        this.jobs = jobs;
        this.sessions = sessions;
        this.inbox = folder.map(MailFolder::new);
        this.expired = expired;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetExpired() {
        sessions.forgetExpired();
        QuarkusTransaction.requiringNew().call(User::expired).forEach(this::forget);
    }

    private void forget(User user) {
        try {
            QuarkusTransaction.requiringNew().run(() -> remove(user));
            inbox.ifPresent(box -> box.forget(user.email));
        } catch (RuntimeException e) {
            // Somebody still keeps something of theirs, such as a charge of unknown outcome: the next time, then.
            LOG.debugf(e, "%s is not forgotten yet", user.email);
        }
    }

    private void remove(User user) {
        expired.fire(new GuestExpired(user.id));
        for (WelcomeMail mail : WelcomeMail.allOf(user.id)) {
            jobs.cancel(SendWelcomeMail.KIND, mail.id.toString());
            mail.delete();
        }
        User.deleteById(user.id);
    }
}
