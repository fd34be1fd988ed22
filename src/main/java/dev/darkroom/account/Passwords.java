package dev.darkroom.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** What may be a password, and whose one is. */
@ApplicationScoped
class Passwords {

    private static final int SHORTEST = 8;

    /** bcrypt reads no further than this: what is longer would be as good as its beginning. */
    private static final int LONGEST_BYTES = 72;

    /** Each one more doubles the work. Less than this OWASP advises against. */
    private static final int COST = 10;

    private final int cost;

    private String nobodys;

    Passwords() {
        this(COST);
    }

    Passwords(int cost) {
        this.cost = cost;
    }

    /** bcrypt takes the character U+0000 for the end, and repeats from the beginning: {@code "a\0a"} is as good as {@code "a"}. */
    static boolean isAllowed(String password) {
        return password.length() >= SHORTEST
                && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES
                && password.chars().noneMatch(Character::isISOControl);
    }

    String hash(String password) {
        return BcryptUtil.bcryptHash(password, cost);
    }

    /** Whoever has that address and that password. To find that there is nobody takes as long. */
    Optional<User> owner(String email, String password) {
        String nobodys = nobodys();
        Optional<User> user = SignupForm.isPlain(email) ? User.of(email) : Optional.empty();
        boolean right = isRight(password, user.map(found -> found.passwordHash).orElse(nobodys));
        return user.filter(found -> right);
    }

    /** What may not be a password is compared all the same, and then is not the right one. */
    boolean isRight(String password, String hash) {
        boolean allowed = isAllowed(password);
        return BcryptUtil.matches(allowed ? password : nobodys(), hash) && allowed;
    }

    /**
     * Compared where there is no user: as costly as a visitor's, and nobody knows the password. Whoever signs in first
     * waits for it, known or not; who signs up does not.
     */
    private synchronized String nobodys() {
        if (nobodys == null) {
            nobodys = hash(UUID.randomUUID().toString());
        }
        return nobodys;
    }
}
