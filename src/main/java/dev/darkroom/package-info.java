/**
 * Darkroom: a demo web application that moves slow work out of the request.
 *
 * <p>A visitor signs up, uploads photos and videos, and pays. Each click causes slow work: a mail, three resized pictures,
 * a transcoded video, a charge.
 * Such work is submitted with one call, {@code jobs.submit(kind, payload)}, and the visitor's mode decides how it runs:
 * inline, volatile or durable. The rest of the code answers one question: what must hold so that durable work is never
 * lost, and a second run never charges twice?
 *
 * <p>A sign-up passes through most of the code. Read in this order:
 *
 * <ol>
 *   <li>{@code account.SignupResource}: takes the form, sends the answer;
 *   <li>{@code account.Signup}: one transaction writes the user, the welcome mail's record and the job;
 *   <li>{@code jobs.Jobs}: {@code submit} picks one of three dispatches;
 *   <li>{@code jobs.DurableDispatch}: inserts the job in that transaction (then read its two siblings);
 *   <li>{@code jobs.Relay}: hands due jobs to the channel of their lane;
 *   <li>{@code jobs.LaneConsumers}: receives them;
 *   <li>{@code jobs.JobRunner}: claim, perform, settle;
 *   <li>{@code jobs.JobTable}: the statements that move a job, where the guarantees are;
 *   <li>{@code account.WelcomeMailHandler}: the work itself;
 *   <li>{@code status.StatusResponses}: the status that the page polls.
 * </ol>
 *
 * <p>{@code DependencyRulesTest} says which package may see which.
 */
package dev.darkroom;
