package dev.darkroom.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.web.HttpRefusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    private static final String LONGEST = "k".repeat(200);

    @Test
    void a_key_has_at_most_200_characters() {
        assertThat(IdempotencyKey.of(List.of('"' + LONGEST + '"'))).contains(new IdempotencyKey(LONGEST));
        assertThatThrownBy(() -> IdempotencyKey.of(List.of('"' + LONGEST + "k\"")))
                .isInstanceOf(HttpRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "'single'", "\"open", "\"\"", "\"two\", \"keys\""})
    void a_header_that_is_not_one_quoted_string_is_refused(String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(List.of(header))).isInstanceOf(HttpRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\\', '\0', '\t', '\u001f', '\u007f', '\u00e9', '\u20ac'})
    void a_key_has_neither_escapes_nor_unprintable_characters(char character) {
        assertThatThrownBy(() -> IdempotencyKey.of(List.of("\"a" + character + "b\"")))
                .isInstanceOf(HttpRefusal.class);
    }
}
