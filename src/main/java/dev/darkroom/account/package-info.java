/**
 * Users: sign-up, sessions, guests of the stage, and the welcome mail, the simplest job.
 *
 * <p>The package knows nothing about photos, payments or how a job runs. It declares a job ({@link SendWelcomeMail}) and
 * its handler ({@link WelcomeMailHandler}); {@code jobs} does the rest.
 *
 * <p>Read {@link SignupResource}, {@link Signup}, {@link WelcomeMail}, {@link SendWelcomeMail},
 * {@link WelcomeMailHandler}, {@link SmtpMailSender}, in this order. Three decisions:
 *
 * <ul>
 *   <li>{@link Signup} does not query whether an address is taken. It inserts, and the unique constraint decides.
 *   <li>A welcome mail is a record of its own, not a column of the user: sending it again is another record with another
 *       job and Message-ID.
 *   <li>A session is a row. {@link Sessions} begins and ends it; {@link SessionMechanism} authenticates requests by it.
 * </ul>
 *
 * <p>{@link StageResource} is the first page. One click signs up a guest: a real user with an address that only the
 * embedded mail server accepts, deleted by {@link GuestExpiry} when it expires.
 */
package dev.darkroom.account;
