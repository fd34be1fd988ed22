package dev.darkroom.account;

import dev.darkroom.web.CurrentVisitor;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** An account: a visitor, a guest of the stage or the operator. */
@Entity
@Table(name = "account")
public class User extends PanacheEntityBase {

    static final String VISITOR = "visitor";

    /** The end of guests' addresses: a domain that never exists (RFC 2606). */
    static final String GUEST_DOMAIN = ".invalid";

    @Id
    UUID id;

    String name;

    /** In lower case. */
    String email;

    String passwordHash;

    String role;

    /** Set for guests only. */
    Instant expiresAt;

    protected User() {}

    User(String name, String email, String passwordHash, String role, Instant expiresAt) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.email = normalize(email);
        this.passwordHash = passwordHash;
        this.role = role;
        this.expiresAt = expiresAt;
    }

    static Optional<User> findByEmail(String email) {
        // PostgreSQL refuses U+0000 in a text.
        return email.indexOf('\0') < 0 ? find("email", normalize(email)).firstResultOptional() : Optional.empty();
    }

    static String normalize(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    boolean isGuest() {
        return expiresAt != null;
    }

    void makeOperator(String passwordHash) {
        this.passwordHash = passwordHash;
        this.role = CurrentVisitor.OPERATOR;
    }
}
