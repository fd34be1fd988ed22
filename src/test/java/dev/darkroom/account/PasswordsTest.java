package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private static final String LONGEST = "x".repeat(72);

    private final Passwords passwords = new Passwords(4);

    @Test
    void production_hashes_at_cost_10() {
        assertThat(new Passwords().hash("correct horse")).startsWith("$2a$10$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8 chars.", "ääääääääääääääääääääääääääääääääääää"})
    void the_shortest_and_the_longest_password_match_their_hash(String password) {
        assertThat(Passwords.isAllowed(password)).isTrue();
        assertThat(passwords.matches(password, passwords.hash(password))).isTrue();
    }

    @Test
    void a_password_that_shares_the_first_72_bytes_does_not_match() {
        String hash = passwords.hash(LONGEST);

        assertThat(passwords.matches(LONGEST, hash)).isTrue();
        assertThat(passwords.matches(LONGEST + "y", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse\0", "Correct horse", ""})
    void another_password_does_not_match(String other) {
        assertThat(passwords.matches(other, passwords.hash("correct horse"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7 chars", "long\0enough", "long\u0085enough", "ääääääääääääääääääääääääääääääääääääx"})
    void a_short_or_long_password_or_one_with_control_characters_is_not_allowed(String password) {
        assertThat(Passwords.isAllowed(password)).isFalse();
    }
}
