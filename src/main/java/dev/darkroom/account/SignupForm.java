package dev.darkroom.account;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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

    /** No control characters: nobody means them, and the database takes no U+0000. */
    static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    @AssertTrue(message = "At least 8 characters, please, and at most 72 bytes; no control characters.")
    boolean isPasswordAllowed() {
        return Passwords.isAllowed(password);
    }

    @AssertTrue(message = "No control characters, please.")
    boolean isNamePlain() {
        return isPlain(name);
    }

    /** What is wrong, by field; empty if nothing is. */
    Map<String, String> problems(Validator validator) {
        return validator.validate(this).stream()
                .collect(
                        Collectors.toMap(SignupForm::field, ConstraintViolation::getMessage, (first, second) -> first));
    }

    private static String field(ConstraintViolation<SignupForm> violation) {
        String path = violation.getPropertyPath().toString();
        return switch (path) {
            case "passwordAllowed" -> "password";
            case "namePlain" -> "name";
            default -> path;
        };
    }
}
