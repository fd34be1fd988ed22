package dev.darkroom.account;

import dev.darkroom.web.CurrentVisitor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Creates the operator's account from the settings. The operator sees all jobs. The address is reserved. */
@ApplicationScoped
class OperatorAccount {

    /** Set both or neither. The hash is bcrypt in modular crypt format ({@code $2a$10$…}). */
    @ConfigMapping(prefix = "darkroom.operator")
    interface Settings {

        Optional<String> email();

        Optional<String> passwordHash();
    }

    private final Sessions sessions;

    OperatorAccount(Sessions sessions) {
        this.sessions = sessions;
    }

    @Transactional
    void install(@Observes StartupEvent event, Settings settings) {
        if (settings.email().isPresent() != settings.passwordHash().isPresent()) {
            throw new ConfigurationException(
                    "Set both darkroom.operator.email and darkroom.operator.password-hash, or neither.");
        }
        settings.email()
                .ifPresent(email -> install(email, settings.passwordHash().get()));
    }

    private void install(String email, String hash) {
        if (!hash.matches("\\$2[ay]\\$\\d\\d\\$[./A-Za-z0-9]{53}")) {
            throw new ConfigurationException(
                    "darkroom.operator.password-hash must be a bcrypt hash: $2a$10$ and 53 more characters.");
        }
        User.findByEmail(email).ifPresentOrElse(user -> update(user, hash), () -> new User(
                        "Operator", email, hash, CurrentVisitor.OPERATOR, null, null)
                .persist());
    }

    /** A changed password ends all sessions, including those of a visitor who had this address before. */
    private void update(User user, String hash) {
        if (!user.passwordHash.equals(hash)) {
            sessions.endAllOf(user.id);
        }
        user.makeOperator(hash);
    }
}
