package dev.darkroom.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
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

    private static final int LATEST = 50;

    @Id
    UUID id;

    String name;

    /** In lower case. */
    String email;

    String passwordHash;

    String role;

    /** Set for guests only. */
    Instant expiresAt;

    /** The user whose click on the stage made this guest; null for others. */
    UUID makerId;

    protected User() {}

    User(String name, String email, String passwordHash, String role, Instant expiresAt, UUID makerId) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.email = normalize(email);
        this.passwordHash = passwordHash;
        this.role = role;
        this.expiresAt = expiresAt;
        this.makerId = makerId;
    }

    static Optional<User> findByEmail(String email) {
        // PostgreSQL refuses U+0000 in a text.
        return email.indexOf('\0') < 0 ? find("email", normalize(email)).firstResultOptional() : Optional.empty();
    }

    /** The addresses whose mail the user may read: its own, and those of the latest guests that it made. */
    static List<String> emailsVisibleTo(UUID user) {
        return User.<User>find("id = ?1 or makerId = ?1 order by makerId nulls first, expiresAt desc", user)
                .page(0, LATEST)
                .stream()
                .map(visible -> visible.email)
                .toList();
    }

    static String normalize(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    boolean isGuest() {
        return expiresAt != null;
    }

    /** The user who may see this user's mails and jobs. */
    UUID viewer() {
        return makerId == null ? id : makerId;
    }
}
