/**
 * Users: sign-up, sessions, guests of the stage, and the welcome mail, the simplest job.
 *
 * <p>The package knows nothing of photos, payments or how a job runs. It declares a job ({@link SendWelcomeMail}) and
 * its handler ({@link WelcomeMailHandler}); {@code jobs} does the rest.
 *
 * <p>Read {@link SignupResource}, {@link Signup}, {@link WelcomeMail}, {@link SendWelcomeMail},
 * {@link WelcomeMailHandler}, {@link SmtpMailSender}, in this order. Three decisions:
 *
 * <ul>
 *   <li>{@link Signup} does not query whether an address is taken. It inserts, and the unique constraint decides.
 *   <li>A welcome mail is a record of its own, not a column of the user: sending it again is another record with another
 *       job and Message-ID.
 *   <li>A session is a row, found by the hash of the cookie's token. {@link Sessions} begins and ends it, and
 *       {@link SessionMechanism} authenticates requests by it.
 * </ul>
 *
 * <p>Mail is sent at least once, not exactly once: SMTP has no idempotency key, so a run that ends between sending and
 * recording sends again. The Message-ID is the same each time.
 *
 * <p>{@link StageResource} is the first page. One click signs up a guest: a real user with an address that only the
 * embedded mail server accepts, deleted by {@link GuestExpiry} when it expires.
 */
package dev.darkroom.account;
