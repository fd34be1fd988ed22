package dev.darkroom.account;

import dev.darkroom.status.StatusSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The welcome mails, for whoever asks for many statuses at once. */
@ApplicationScoped
class WelcomeMails implements StatusSource {

    @Override
    public String type() {
        return "mails";
    }

    @Override
    public List<WelcomeMail> find(Collection<UUID> ids, UUID owner) {
        return WelcomeMail.of(ids, owner);
    }

    @Override
    public Optional<WelcomeMail> news(UUID owner) {
        return WelcomeMail.latestOf(owner);
    }
}
