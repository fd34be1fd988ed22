package dev.darkroom.account;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** A requested welcome mail and its work state. */
@Entity
@DynamicUpdate
public class WelcomeMail extends TrackedRecord {

    @ManyToOne(optional = false)
    User recipient;

    protected WelcomeMail() {}

    WelcomeMail(User recipient, Acceptance acceptance) {
        super(UUID.randomUUID(), new WorkState(acceptance, 1));
        this.recipient = recipient;
    }

    static Optional<WelcomeMail> findLatest(UUID user) {
        return find("recipient.id = ?1 order by work.acceptedAt desc", user).firstResultOptional();
    }

    /** Finds the latest mails that the user may see. */
    static List<WelcomeMail> findLatest(UUID user, int limit) {
        return find("recipient.id = ?1 or recipient.makerId = ?1 order by work.acceptedAt desc", user)
                .page(0, limit)
                .list();
    }

    /** Finds those mails that the user may see: its own, and those of the guests that it made. */
    static List<WelcomeMail> findVisible(Collection<UUID> ids, UUID user) {
        return list("id in ?1 and (recipient.id = ?2 or recipient.makerId = ?2)", ids, user);
    }

    /** Finds a guest's mail. Anyone who has its id may see it. */
    static Optional<WelcomeMail> findOfGuest(UUID id) {
        return find("id = ?1 and recipient.expiresAt is not null", id).firstResultOptional();
    }

    /** Stays the same in every run of the job, so that duplicates can be recognized (RFC 5322, section 3.6.4). */
    String messageId() {
        return "<welcome-" + id + "@darkroom.invalid>";
    }

    @Override
    public JobKind<?> kind() {
        return SendWelcomeMail.KIND;
    }

    @Override
    public String statusPath() {
        return recipient.isGuest() ? "/stage/" + id + "/status" : "/me/status";
    }

    @Override
    public Optional<String> possibleEffect() {
        return Optional.of("the mail may have been sent");
    }

    @Override
    public String title() {
        return "The welcome mail to " + recipient.email;
    }

    @Override
    public Map<String, String> links() {
        return Map.of("inbox", "/inbox");
    }
}
