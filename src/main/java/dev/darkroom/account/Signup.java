package dev.darkroom.account;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.HttpRefusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;

/** Creates a user and submits the welcome mail. */
@ApplicationScoped
public class Signup {

    private final Passwords passwords;
    private final Jobs jobs;

    Signup(Passwords passwords, Jobs jobs) {
        this.passwords = passwords;
        this.jobs = jobs;
    }

    /** The address belongs to another account. */
    static class EmailTaken extends HttpRefusal {

        EmailTaken() {
            super(409, "This email address is taken. Sign in, or use another one.");
        }
    }

    /** Hashing is slow, so it precedes the transaction. Throws {@link EmailTaken}. */
    WelcomeMail signUp(SignupForm form) {
        return signUp(form, hash(form), null, null);
    }

    /** Signs up a guest, who is deleted after the lifetime. The maker may see its mail; null for no maker. */
    WelcomeMail signUpGuest(Duration lifetime, UUID maker) {
        SignupForm guest = SignupForm.guest();
        return signUp(guest, hash(guest), lifetime, maker);
    }

    /** Writes the user, the welcome mail's record and, in the durable mode, its job in one transaction. */
    @Transactional
    WelcomeMail signUp(SignupForm form, String hash, Duration lifetime, UUID maker) {
        return submitMail(insert(form, hash, lifetime, maker));
    }

    /** Writes a guest only, and sends no mail. */
    User addGuest(Duration lifetime) {
        SignupForm guest = SignupForm.guest();
        return insert(guest, hash(guest), lifetime, null);
    }

    /** Submits another welcome mail, with its own record, job and Message-ID. */
    @Transactional
    WelcomeMail sendAgain(UUID userId) {
        return submitMail(User.findById(userId));
    }

    /** Executes a sign-up's statements, without a job, in a transaction that is rolled back. */
    @Transactional
    void rehearse(Consumer<WelcomeMail> answer) {
        SignupForm guest = SignupForm.guest();
        WelcomeMail mail = new WelcomeMail(insert(guest, hash(guest), Duration.ofHours(1), null), jobs.acceptance());
        mail.persistAndFlush();
        jobs.submit(SendWelcomeMail.KIND, List.of());
        answer.accept(mail);
        QuarkusTransaction.setRollbackOnly();
    }

    /**
     * Inserts without a query first: of two sign-ups with one address, the unique constraint refuses one.
     *
     * @param lifetime null for an account that does not expire
     */
    @Transactional
    User insert(SignupForm form, String hash, Duration lifetime, UUID maker) {
        Instant expiresAt = lifetime == null ? null : jobs.acceptance().at().plus(lifetime);
        User user = new User(form.name(), form.email(), hash, User.VISITOR, expiresAt, maker);
        try {
            user.persistAndFlush();
            return user;
        } catch (ConstraintViolationException e) {
            throw e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE ? new EmailTaken() : e;
        }
    }

    private String hash(SignupForm form) {
        return passwords.hash(form.password());
    }

    /** Stores the mail's record and submits its job. The acceptance is the time and dispatch mode of this request. */
    private WelcomeMail submitMail(User user) {
        WelcomeMail mail = new WelcomeMail(user, jobs.acceptance());
        mail.persistAndFlush();
        jobs.submit(SendWelcomeMail.KIND, new SendWelcomeMail(mail.id, user.viewer(), mail.statusPath()));
        return mail;
    }
}
