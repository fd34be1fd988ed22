package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords at their edges, and what a wrong one tells: that it is wrong, and nothing of the address. */
@QuarkusTest
class PasswordsTest {

    private static final int OF_A_HASH_UP_TO_ITS_COST = "$2a$10$".length();
    private static final String LONGEST = "x".repeat(72);

    /** Keeps the algorithm and the cost of each hash that is compared. */
    private static class Counted extends Passwords {

        private final List<String> compared = Collections.synchronizedList(new ArrayList<>());

        @Override
        boolean isRight(String password, String hash) {
            compared.add(hash.substring(0, OF_A_HASH_UP_TO_ITS_COST));
            return super.isRight(password, hash);
        }
    }

    @Test
    void an_unknown_address_costs_the_same_work_as_a_wrong_password_and_gets_the_same_answer() {
        Counted passwords = new Counted();
        QuarkusMock.installMockForType(passwords, Passwords.class);
        ApiVisitor guest = ApiVisitor.signedUp();

        Response wrong = new ApiVisitor().signIn(guest.email, "wrong password");
        Response unknown = new ApiVisitor().signIn(nobody(), "wrong password");
        Response impossible = new ApiVisitor().signIn(guest.email, "\0");

        assertThat(passwords.compared).containsExactly("$2a$10$", "$2a$10$", "$2a$10$");
        assertThat(List.of(wrong.statusCode(), unknown.statusCode(), impossible.statusCode()))
                .containsOnly(401);
        assertThat(unknown.asString()).isEqualTo(wrong.asString());
        assertThat(impossible.asString()).isEqualTo(wrong.asString());
        assertThat(names(unknown)).isEqualTo(names(wrong));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8 chars.", "ääääääääääääääääääääääääääääääääääää"})
    void the_shortest_and_the_longest_password_sign_in_again(String password) {
        signUpAndIn(password);
    }

    @Test
    void what_begins_like_a_password_of_72_bytes_is_not_that_password() {
        ApiVisitor guest = signUpAndIn(LONGEST);

        guest.signIn(guest.email, LONGEST + "y").then().statusCode(401);
        guest.signIn(guest.email, LONGEST.substring(1)).then().statusCode(401);
    }

    @Test
    void a_password_and_itself_repeated_after_a_nul_are_two() {
        ApiVisitor guest = signUpAndIn("correct horse");

        guest.signIn(guest.email, "correct horse\0correct horse").then().statusCode(401);
        guest.signIn(guest.email, "correct horse\0").then().statusCode(401);
    }

    static Stream<List<String>> control_characters_in_each_field() {
        return Stream.of(
                List.of("A\0da", "@example.org", "long enough", "No control characters"),
                List.of("A\u001bda", "@example.org", "long enough", "No control characters"),
                List.of("Ada", "\0@example.org", "long enough", "not an e-mail address"),
                List.of("Ada", "@example.org", "long\0enough", "no control characters"),
                List.of("Ada", "@example.org", "long\nenough", "no control characters"));
    }

    @ParameterizedTest
    @MethodSource("control_characters_in_each_field")
    void a_control_character_is_refused_with_a_sentence_and_nothing_is_stored(List<String> form) {
        String email = UUID.randomUUID() + form.get(1);

        new ApiVisitor()
                .signUp("durable", form.get(0), email, form.get(2))
                .then()
                .statusCode(400)
                .body("detail", containsString(form.get(3)));

        assertThat(QuarkusTransaction.requiringNew().call(() -> User.count("email", email.replace("\0", ""))))
                .isZero();
    }

    @Test
    void an_address_with_a_control_character_is_nobodys() {
        new ApiVisitor().signIn("a\0@example.org", ApiVisitor.PASSWORD).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 3_000_000})
    void a_very_long_password_is_refused_at_both_doors_and_is_nobodys_fault(int length) {
        ApiVisitor guest = ApiVisitor.signedUp();
        String endless = "x".repeat(length);

        assertThat(guest.signIn(guest.email, endless).statusCode()).isIn(401, 413);
        assertThat(new ApiVisitor().signUp("durable", "Ada", nobody(), endless).statusCode())
                .isIn(400, 413);
    }

    private static ApiVisitor signUpAndIn(String password) {
        ApiVisitor guest = new ApiVisitor();
        guest.signUp("durable", "Ada", guest.email, password).then().statusCode(202);
        guest.signIn(guest.email, password).then().statusCode(204);
        return guest;
    }

    private static String nobody() {
        return "nobody-" + UUID.randomUUID() + "@example.org";
    }

    private static List<String> names(Response answer) {
        return answer.headers().asList().stream()
                .map(header -> header.getName())
                .toList();
    }
}
