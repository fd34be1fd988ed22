package dev.darkroom.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.IDN;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** An account: a visitor, a guest of the stage or the operator. */
@Entity
@Table(name = "account")
public class User extends PanacheEntityBase {

    static final String VISITOR = "visitor";

    /** The end of guests' addresses: a domain that never exists (RFC 2606). */
    static final String GUEST_DOMAIN = ".invalid";

    private static final int LATEST = 50;

    /** Format characters, such as the zero-width space and marks of direction, and letters that are blank. */
    private static final String INVISIBLE = "[\\p{Cf}\\u115F\\u1160\\u2800\\u3164\\uFFA0&&[^\\u200C\\u200D]]";

    private static final String JOINERS = "[\\u200C\\u200D]";

    private static final Pattern VISIBLE = Pattern.compile("[^\\p{Z}\\p{M}\\p{Cc}\\p{Cf}\\p{Cs}]");

    /** {@link IDN} would make other letters of these: it knows the rules of 2003 only. */
    private static final Pattern MISREAD_IN_DOMAINS = Pattern.compile("[\\u00DF\\u1E9E\\u03C2]");

    @Id
    UUID id;

    String name;

    /** Normalized. */
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

    /** Returns the address as it is stored: without invisible characters, in lower case, with its domain in ASCII. */
    static String normalize(String email) {
        String visible = clean(email).replaceAll(JOINERS, "").toLowerCase(Locale.ROOT);
        int domain = visible.lastIndexOf('@') + 1;
        return visible.substring(0, domain) + asciiDomain(visible.substring(domain));
    }

    /** Returns the text without invisible characters; empty if nothing is left to see. Joiners shape the letters of names. */
    static String clean(String text) {
        String clean = text.replaceAll("\\p{Z}", " ").replaceAll(INVISIBLE, "").strip();
        return VISIBLE.matcher(clean).find() ? clean : "";
    }

    /** Returns the domain unchanged if it has no ASCII form. */
    private static String asciiDomain(String domain) {
        try {
            return MISREAD_IN_DOMAINS.matcher(domain).find() ? domain : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    boolean isGuest() {
        return expiresAt != null;
    }

    /** The user who may see this user's mails and jobs. */
    UUID viewer() {
        return makerId == null ? id : makerId;
    }
}
