package dev.darkroom.account;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.Statements;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Map;
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

    private static final String END_SESSIONS =
            """
            DELETE FROM session USING account
             WHERE account.id = user_id AND (role = 'operator' OR email = :email)
               AND NOT (role = 'operator' AND email = :email AND password_hash = :hash)""";
    private static final String DEMOTE =
            "UPDATE account SET role = 'visitor' WHERE role = 'operator' AND email <> :email";
    private static final String UPSERT =
            """
            INSERT INTO account (id, name, email, password_hash, role)
            VALUES (gen_random_uuid(), 'Operator', :email, :hash, 'operator')
            ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role""";

    private final Statements database;
    private final ProcessRun process;

    OperatorAccount(Statements database, ProcessRun process) {
        this.database = database;
        this.process = process;
    }

    /**
     * An address that is no longer configured belongs to a visitor again. The sessions of a demoted, promoted or changed
     * account end. Several processes may start at once. A worker need not be told who the operator is.
     */
    @Transactional
    void install(@Observes StartupEvent event, Settings settings) {
        if (settings.email().isPresent() != settings.passwordHash().isPresent()) {
            throw new ConfigurationException(
                    "Set both darkroom.operator.email and darkroom.operator.password-hash, or neither.");
        }
        String hash = settings.passwordHash().orElse("");
        if (settings.email().isPresent() && !hash.matches("\\$2[ay]\\$\\d\\d\\$[./A-Za-z0-9]{53}")) {
            throw new ConfigurationException(
                    "darkroom.operator.password-hash must be a bcrypt hash: $2a$10$ and 53 more characters.");
        }
        if (process.servesPages()) {
            install(settings.email().map(User::normalize).orElse(""), hash);
        }
    }

    private void install(String email, String hash) {
        Map<String, String> operator = Map.of("email", email, "hash", hash);
        database.update(END_SESSIONS, operator);
        database.update(DEMOTE, operator);
        if (!email.isEmpty()) {
            database.update(UPSERT, operator);
        }
    }
}
