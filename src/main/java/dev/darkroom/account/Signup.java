package dev.darkroom.account;

import dev.darkroom.jobs.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;

/** Makes a stranger a user, and hands the welcome mail on. */
@ApplicationScoped
public class Signup {

    private final Passwords passwords;
    private final Jobs jobs;
    private final EntityManager database;

    Signup(Passwords passwords, Jobs jobs, EntityManager database) {
        this.passwords = passwords;
        this.jobs = jobs;
        this.database = database;
    }

    /**
     * @return the welcome mail's record; the user is its recipient
     * @throws EmailTaken if somebody has signed up with that address before
     */
    @Transactional
    WelcomeMail signUp(SignupForm form) {
        return signUp(form, null);
    }

    /** The same for somebody who is forgotten after that time. */
    @Transactional
    WelcomeMail signUpForAWhile(Duration life) {
        return signUp(SignupForm.throwAway(), life);
    }

    /** Sends the welcome mail once more: a mail of its own, with a job and a Message-ID of its own. */
    @Transactional
    WelcomeMail welcomeAgain(UUID userId) {
        return welcome(User.findById(userId));
    }

    private WelcomeMail signUp(SignupForm form, Duration life) {
        User user = new User(form.name(), form.email(), passwords.hash(form.password()), User.VISITOR);
        return welcome(User.findById(insert(user, life)));
    }

    private WelcomeMail welcome(User user) {
        WelcomeMail mail = new WelcomeMail(user, jobs.acceptance());
        mail.persist();
        jobs.submit(SendWelcomeMail.KIND, SendWelcomeMail.of(mail));
        return mail;
    }

    /** The unique constraint decides who was first, not a look beforehand. */
    private UUID insert(User user, Duration life) {
        int inserted = database.createNativeQuery(
                        """
                        INSERT INTO account (id, name, email, password_hash, role, expires_at)
                        VALUES (:id, :name, :email, :hash, :role, now() + CAST(:life AS bigint) * interval '1 millisecond')
                        ON CONFLICT (email) DO NOTHING
                        """)
                .setParameter("id", user.id)
                .setParameter("name", user.name)
                .setParameter("email", user.email)
                .setParameter("hash", user.passwordHash)
                .setParameter("role", user.role)
                .setParameter("life", life == null ? null : life.toMillis())
                .executeUpdate();
        if (inserted == 0) {
            throw new EmailTaken();
        }
        return user.id;
    }
}
