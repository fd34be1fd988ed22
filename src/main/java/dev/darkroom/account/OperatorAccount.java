package dev.darkroom.account;

import dev.darkroom.web.CurrentVisitor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one account that the settings make: it sees everybody's jobs, and nobody can sign up with its address. */
@ApplicationScoped
class OperatorAccount {

    /** Both or neither; the hash is a bcrypt one in modular crypt format ({@code $2a$10$…}). */
    @ConfigMapping(prefix = "darkroom.operator")
    interface Settings {

        Optional<String> email();

        Optional<String> passwordHash();
    }

    private static final Pattern BCRYPT = Pattern.compile("\\$2[ay]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    private final Sessions sessions;

    OperatorAccount(Sessions sessions) {
        this.sessions = sessions;
    }

    @Transactional
    void install(@Observes StartupEvent event, Settings settings) {
        if (settings.email().isPresent() != settings.passwordHash().isPresent()) {
            throw new ConfigurationException(
                    "darkroom.operator.email and darkroom.operator.password-hash belong together: set both, or neither.");
        }
        if (settings.email().isPresent()) {
            install(settings.email().get(), settings.passwordHash().get());
        }
    }

    private void install(String email, String hash) {
        if (!BCRYPT.matcher(hash).matches()) {
            throw new ConfigurationException(
                    "darkroom.operator.password-hash is no bcrypt hash: it looks like $2a$10$ and 53 more characters.");
        }
        User.of(email).ifPresentOrElse(user -> become(user, hash), () -> new User(
                        "Operator", email, hash, CurrentVisitor.OPERATOR)
                .persist());
    }

    /** Whoever was signed in with another password is out: also a visitor whose address it was before. */
    private void become(User user, String hash) {
        if (!user.passwordHash.equals(hash)) {
            sessions.endAllOf(user.id);
        }
        user.become(hash, CurrentVisitor.OPERATOR);
    }
}
