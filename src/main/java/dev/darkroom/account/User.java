package dev.darkroom.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Somebody who has signed up. */
@Entity
@Table(name = "account")
public class User extends PanacheEntityBase {

    static final String VISITOR = "visitor";

    @Id
    UUID id;

    String name;

    /** In lower case: an address is the same address in capitals. */
    String email;

    String passwordHash;

    String role;

    /** Of a throw-away visitor; null of all others. */
    @Column(insertable = false, updatable = false)
    Instant expiresAt;

    protected User() {}

    User(String name, String email, String passwordHash, String role) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.email = normal(email);
        this.passwordHash = passwordHash;
        this.role = role;
    }

    boolean isThrowAway() {
        return expiresAt != null;
    }

    /** Who may be forgotten now. */
    static List<User> expired() {
        return list("expiresAt < instant");
    }

    static Optional<User> of(String email) {
        return find("email", normal(email)).firstResultOptional();
    }

    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    void become(String passwordHash, String role) {
        this.passwordHash = passwordHash;
        this.role = role;
    }
}
