package dev.darkroom.account;

import dev.darkroom.web.Visitor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The one account that the settings make: it sees everybody's jobs, and nobody can sign up with its address. */
@ApplicationScoped
class Operator {

    /** Both or neither; the hash is a bcrypt one in modular crypt format ({@code $2a$10$…}). */
    @ConfigMapping(prefix = "darkroom.operator")
    interface Settings {

        Optional<String> email();

        Optional<String> passwordHash();
    }

    @Transactional
    void install(@Observes StartupEvent event, Settings settings) {
        if (settings.email().isPresent() != settings.passwordHash().isPresent()) {
            throw new ConfigurationException(
                    "darkroom.operator.email and darkroom.operator.password-hash belong together: set both, or neither.");
        }
        if (settings.email().isPresent()) {
            String email = settings.email().get();
            String hash = settings.passwordHash().get();
            User.of(email).ifPresentOrElse(user -> user.become(hash, Visitor.OPERATOR), () -> new User(
                            "Operator", email, hash, Visitor.OPERATOR)
                    .persist());
        }
    }
}
