package dev.darkroom.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Hashes and checks passwords with bcrypt. */
@ApplicationScoped
class Passwords {

    private static final int MIN_LENGTH = 8;

    /** bcrypt ignores all bytes after the 72nd. */
    private static final int MAX_BYTES = 72;

    private final int cost;

    Passwords() {
        // The minimum that OWASP recommends. Each increment doubles the work.
        this(10);
    }

    Passwords(int cost) {
        this.cost = cost;
    }

    /** Refuses control characters, because bcrypt cannot distinguish {@code "a\0a"} from {@code "a"}. */
    static boolean isAllowed(String password) {
        return password.length() >= MIN_LENGTH
                && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && password.chars().noneMatch(Character::isISOControl);
    }

    String hash(String password) {
        return BcryptUtil.bcryptHash(password, cost);
    }

    boolean matches(String password, String hash) {
        return isAllowed(password) && BcryptUtil.matches(password, hash);
    }
}
