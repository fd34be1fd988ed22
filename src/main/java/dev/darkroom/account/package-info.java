/**
 * Users: signing up, signing in and out, and the welcome mail, which is the shortest job here and the first one to
 * read.
 *
 * <p>It knows nothing of photos and payments, nor of how a job is run: it declares a kind of work
 * ({@link SendWelcomeMail}) and does it ({@link WelcomeMailHandler}), and what lies between the two is the business
 * of {@code jobs}.
 *
 * <p>Read first, in this order: {@link SignupResource}, {@link Signup}, {@link WelcomeMail}, {@link SendWelcomeMail},
 * {@link WelcomeMailHandler}, {@link SmtpMailSender}. Two decisions are worth a look on the way:
 *
 * <ul>
 *   <li>{@link Signup} asks no query whether an address is taken. It inserts, and the unique constraint decides who
 *       was first.
 *   <li>A welcome mail is a record of its own and not a column of the user: sending it again is another mail, with
 *       another job and another Message-ID, and a record that is complete stays complete.
 * </ul>
 *
 * <p>What is not promised: that the mail arrives once only. SMTP has no idempotency key, so a run that ends between
 * sending and recording sends again. The Message-ID is the same each time, so that the receiver can tell.
 *
 * <p>A session is a row, known by the hash of the token that a cookie carries. {@link Session} begins and ends it, so
 * that who has just signed up is in and who has signed out is out, {@link Sessions} keeps it. {@link SessionMechanism}
 * reads the cookie, and answers programs with 401 where it sends people to a form; {@link SessionOwner} makes of it the
 * security identity, where {@code web} finds id and name without knowing users. {@link Passwords} knows what bcrypt
 * takes for a password, and takes as long to find that there is nobody. {@link OperatorAccount} is the one account that the settings make. {@link InboxResource} shows a visitor the mail
 * that has arrived at the embedded server.
 *
 * <p>{@link StageResource} is the first page: one click makes a throw-away visitor sign up, a real user with an
 * address that no mail server but ours knows, and with an expiry, after which {@link GuestExpiry} forgets them.
 */
package dev.darkroom.account;
