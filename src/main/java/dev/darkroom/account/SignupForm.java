package dev.darkroom.account;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The sign-up form's fields. */
record SignupForm(
        @NotBlank(message = "Enter your name.")
                @Size(max = 60, message = "Enter a name of at most 60 characters.")
                @Pattern(regexp = "\\P{Cc}*", message = "Enter a name without control characters.")
                String name,
        @NotBlank(message = "Enter your email address.")
                @Email(message = "This is not an email address.")
                @Pattern(
                        regexp = "(?!.*\".*[\\s,<>()])\\p{ASCII}*(@[^@]*)?",
                        message = "Enter an address with only ASCII letters before the @, and in quotes no blanks, "
                                + "commas or brackets. Mail to others cannot be sent.")
                @Pattern(
                        regexp = "[^@]*|.*@\\p{ASCII}*",
                        message = "Enter the domain of the address in its ASCII form (xn--…).")
                @Size(max = 254, message = "Enter an email address of at most 254 characters.")
                String email,
        String password) {

    SignupForm {
        name = name == null ? "" : User.clean(name);
        email = email == null ? "" : User.normalize(email);
        password = password == null ? "" : password;
    }

    /** Returns the form of a guest: a random name and password, and an address that no outside server accepts. */
    static SignupForm guest() {
        String number = UUID.randomUUID().toString().substring(0, 8);
        String email = "visitor-" + number + "@stage" + User.GUEST_DOMAIN;
        return new SignupForm("Visitor " + number, email, UUID.randomUUID().toString());
    }

    @AssertTrue(message = "Enter a password of at least 8 characters and at most 72 bytes, without control characters.")
    boolean isPasswordAllowed() {
        return Passwords.isAllowed(password);
    }

    /** Returns one message for each invalid field. */
    Map<String, String> problems(Validator validator) {
        return validator.validate(this).stream()
                .collect(
                        Collectors.toMap(SignupForm::field, ConstraintViolation::getMessage, (first, second) -> first));
    }

    private static String field(ConstraintViolation<SignupForm> violation) {
        String path = violation.getPropertyPath().toString();
        return path.equals("passwordAllowed") ? "password" : path;
    }
}
