package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.RecordSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds welcome mails for the status endpoints, and counts the mails received. */
@ApplicationScoped
class WelcomeMailSource implements RecordSource {

    private final Optional<MailFolder> inbox;

    WelcomeMailSource(Optional<MailFolder> inbox) {
        this.inbox = inbox;
    }

    @Override
    public String type() {
        return "mails";
    }

    @Override
    public JobKind<?> kind() {
        return SendWelcomeMail.KIND;
    }

    @Override
    public List<WelcomeMail> find(Collection<UUID> ids, UUID owner) {
        return WelcomeMail.list("id in ?1 and recipient.id = ?2", ids, owner);
    }

    @Override
    public Optional<WelcomeMail> latestNotable(UUID owner) {
        return WelcomeMail.findLatest(owner);
    }

    @Override
    public Optional<Effects> effects(UUID id) {
        return inbox.flatMap(box -> WelcomeMail.<WelcomeMail>findByIdOptional(id)
                .map(mail -> new Effects(received(box, mail), 1, "mails in the inbox, with one Message-ID")));
    }

    private static int received(MailFolder inbox, WelcomeMail mail) {
        return (int) inbox.of(mail.recipient.email).stream()
                .filter(received -> mail.messageId().equals(received.messageId()))
                .count();
    }
}
