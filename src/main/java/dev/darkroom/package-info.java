/**
 * Darkroom: a web application in which the slow part of every click is developed out of sight.
 *
 * <p>A visitor signs up, uploads photos and pays. Behind each of these clicks there is slow work: a mail, three
 * resized pictures, a charge. The code that accepts the click hands that work on with one call,
 * {@code jobs.submit(kind, payload)}, and the mode that the visitor has chosen decides what happens then: inline,
 * volatile or durable. Everything else here is the answer to one question: what must be true so that durable work is
 * never lost, and that running it twice charges nobody twice?
 *
 * <p>One sign-up, followed from its start to its end, passes through most of it. Read in this order:
 *
 * <ol>
 *   <li>{@code account.SignupResource}: the form arrives, and the answer leaves;
 *   <li>{@code account.Signup}: one transaction, with the user, the welcome mail's record and the hand-off in it;
 *   <li>{@code jobs.Jobs}: {@code submit} picks one of three siblings;
 *   <li>{@code jobs.DurableDispatch}: writes the job into that same transaction (then see its two siblings);
 *   <li>{@code jobs.Relay}: moves due rows to the channel of their lane;
 *   <li>{@code jobs.LaneConsumers}: receives;
 *   <li>{@code jobs.JobRunner}: claim, perform, settle;
 *   <li>{@code account.WelcomeMailHandler}: the work itself;
 *   <li>{@code jobs.Job}: the row that all of this moves, by the statements of {@code jobs.JobTable};
 *   <li>{@code status.StatusResponses}: what the page is told when it asks what became of it.
 * </ol>
 *
 * <p>The map. A package sees those that it names, and no others:
 *
 * <pre>
 *   embedded   sees nothing        the servers and the key that come along when none are given
 *   jobs       sees nothing        submit, relay, claim, perform, settle
 *   gateway    sees nothing        the mock payment company
 *   web        sees jobs           what all pages share, errors, the mode switch
 *   status     sees jobs, web      the state of the work on a record
 *   board      sees jobs, web, status               the board of jobs
 *   idempotency  sees jobs, web, status             requests that a program repeats under one key
 *   account    sees jobs, web, status, embedded     users, the session, the welcome mail
 *   media      sees jobs, web, status, idempotency  photos and their renditions
 *   billing    sees jobs, web, status, idempotency  intents to pay, and the company's client
 *   tour       sees jobs, web, status               the tour, and the program's own source
 *   lab        sees account, media, gateway, web    faults on purpose, Compare; nobody sees it
 * </pre>
 *
 * <p>{@link dev.darkroom.Darkroom} itself only starts {@code embedded}, and then Quarkus.
 */
package dev.darkroom;
