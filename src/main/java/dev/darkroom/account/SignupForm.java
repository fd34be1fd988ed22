package dev.darkroom.account;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a visitor typed to sign up. */
record SignupForm(
        @NotBlank(message = "Tell us what to call you.") @Size(max = 60, message = "At most 60 characters, please.")
                String name,
        @NotBlank(message = "An e-mail address is needed.")
                @Email(message = "This is not an e-mail address.")
                @Size(max = 254, message = "At most 254 characters, please.")
                String email,
        String password) {

    private static final String NOBODYS = ".invalid";
    private static final int SHORTEST_PASSWORD = 8;
    /** bcrypt reads no further than this. */
    private static final int LONGEST_PASSWORD_BYTES = 72;

    SignupForm {
        name = name == null ? "" : name.strip();
        email = email == null ? "" : User.normal(email);
        password = password == null ? "" : password;
    }

    static boolean isThrowAway(String email) {
        return email.endsWith(NOBODYS);
    }

    /** Of somebody whom no mail server but our own will ever know: {@code .invalid} is nobody's (RFC 2606). */
    static SignupForm throwAway() {
        String number = UUID.randomUUID().toString().substring(0, 8);
        return new SignupForm(
                "Visitor " + number,
                "visitor-" + number + "@stage" + NOBODYS,
                UUID.randomUUID().toString());
    }

    @AssertTrue(message = "At least 8 characters, please, and at most 72 bytes.")
    boolean isPasswordOfGoodLength() {
        return password.length() >= SHORTEST_PASSWORD
                && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD_BYTES;
    }

    /** What is wrong, by field; empty if nothing is. */
    Map<String, String> problems(Validator validator) {
        return validator.validate(this).stream()
                .collect(
                        Collectors.toMap(SignupForm::field, ConstraintViolation::getMessage, (first, second) -> first));
    }

    private static String field(ConstraintViolation<SignupForm> violation) {
        String path = violation.getPropertyPath().toString();
        return path.equals("passwordOfGoodLength") ? "password" : path;
    }
}
