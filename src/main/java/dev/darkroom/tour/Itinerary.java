package dev.darkroom.tour;

import static dev.darkroom.jobs.DispatchMode.DURABLE;
import static dev.darkroom.jobs.DispatchMode.INLINE;
import static dev.darkroom.jobs.DispatchMode.VOLATILE;
import static dev.darkroom.jobs.JobEvent.Step.CLAIMED;
import static dev.darkroom.jobs.JobEvent.Step.FAILED;
import static dev.darkroom.jobs.JobEvent.Step.PROGRESS;
import static dev.darkroom.jobs.JobEvent.Step.RELEASED;
import static dev.darkroom.jobs.JobEvent.Step.RESCUED;
import static dev.darkroom.tour.Goal.Records.charges;
import static dev.darkroom.tour.Goal.Records.mails;
import static dev.darkroom.tour.Goal.Records.photos;
import static dev.darkroom.tour.TourStop.Action.arm;
import static dev.darkroom.tour.TourStop.Action.awaitGoal;
import static dev.darkroom.tour.TourStop.Action.halt;
import static dev.darkroom.tour.TourStop.Action.noteKill;
import static dev.darkroom.tour.TourStop.Action.pay;
import static dev.darkroom.tour.TourStop.Action.repair;
import static dev.darkroom.tour.TourStop.Action.runAgain;
import static dev.darkroom.tour.TourStop.Action.samples;
import static dev.darkroom.tour.TourStop.Action.signUp;
import static dev.darkroom.tour.TourStop.stop;

import java.util.List;

/** The nine stops of the tour. */
public final class Itinerary {

    public static final List<TourStop> STOPS = List.of(
            stop(1, "Work inside the request makes the visitor wait.", "work inside the request")
                    .asks("The mail server is slow. Which click waits?")
                    .answers(0, "inline", "durable", "both", "neither")
                    .invites("Sign someone up, three times.", 3)
                    .tries("inline", "Inline", signUp(INLINE))
                    .tries("durable", "Durable", signUp(DURABLE))
                    .tries(
                            "broken",
                            "Inline, no mail server",
                            arm("mail", "down", "Stop the mail server"),
                            signUp(INLINE),
                            repair())
                    .goal("You waited inline until the mail was sent.", mails(INLINE, "done"))
                    .goal("You had an answer at once, and the mail was sent.", mails(DURABLE, "done"))
                    .goal("Without a mail server your inline click failed.", mails(INLINE, "dead"))
                    .shows(
                            Excerpt.of("jobs/InlineDispatch", "dispatch").light("inline .*", "runner.run"),
                            Excerpt.of("jobs/DurableDispatch", "dispatch")
                                    .light("durable queued", "jobs.insert")
                                    .light("durable .*", "signal.wake"))
                    .teaches(
                            "The mail takes as long in each mode. Inline, the visitor waits for it, and its failure is the click's.",
                            "that the work is done. Inline has one attempt.")
                    .provedBy("browser/CompareIT", "inline_is_slowest_and_the_page_shows_the_figures_of_its_download"),
            stop(2, "Work in memory is lost with its process.", "work in memory")
                    .asks("The process dies after its answer. When is the mail sent?")
                    .answers(3, "at once", "after the restart", "after ten seconds", "never")
                    .invites("Sign someone up in memory.", 1)
                    .tries("kill", "Sign up, then kill the process", halt("before-effect"), signUp(VOLATILE))
                    .goal("The process died, and your mail is lost.", mails(VOLATILE, "lost"))
                    .shows(Excerpt.of("jobs/VolatileDispatch", "dispatch,consume")
                            .light("volatile (queued|lost)", "memory.send")
                            .light("volatile .*", "work.run"))
                    .teaches(
                            "Nothing was stored, so no other process can find the work. The record names the process that had it.",
                            "that the work is done.")
                    .provedBy(
                            "processes/SurvivesKillIT",
                            "durable_work_is_done_and_volatile_work_reported_as_lost_when_the_process_dies_right_after_its_answers"),
            stop(3, "Record and job are saved together: both or neither.", "record and job together")
                    .asks("The process dies before the commit. What is left?")
                    .answers(3, "the record", "the job", "both", "neither")
                    .invites("Press both.", 1)
                    .tries("before", "Kill before the commit", noteKill(), halt("before-commit"), signUp(DURABLE))
                    .tries("after", "Kill after the commit", halt("after-claim"), signUp(DURABLE))
                    .goal("You killed it before the commit: neither is left.", new Goal.NothingLeft())
                    .goal(
                            "You killed it after the commit: another run sent the mail.",
                            mails(DURABLE, "done").has(RESCUED, RELEASED))
                    .shows(
                            Excerpt.of("jobs/DurableDispatch", "dispatch").light(".*", "jobs.insert"),
                            Excerpt.of("jobs/JobTable", "INSERT").light(".*", "INSERT INTO job"))
                    .teaches("There is no moment in which one exists without the other.", "the order of jobs.")
                    .provedBy(
                            "processes/CrashIT",
                            "a_crash_before_the_commit_leaves_no_record_job_or_key_and_a_retry_makes_one_charge"),
            stop(4, "A hundred runs, one charge.", "a hundred runs")
                    .asks("One payment's job runs a hundred times. How often is the card charged?")
                    .answers(0, "once", "twice", "100 times")
                    .invites("Pay 10.00 EUR, then run the job again and again.", 1)
                    .tries("again", "Pay, then run it 100 times", pay(1000), awaitGoal(0), runAgain())
                    .goal("You paid once.", charges("done"))
                    .goal("The job ran a hundred times more.", charges("done").reruns(100))
                    .goal(
                            "The gateway's ledger has one line for it.",
                            charges("done").reruns(100).effects(1, 1))
                    .shows(
                            Excerpt.of("billing/MakeChargeHandler", "perform")
                                    .light("durable (claimed|rerun)", "gateway.charge"),
                            Excerpt.of("gateway/LedgerEntry", "lock").light("durable (complete|rerun)", "ON CONFLICT"))
                    .teaches(
                            "Each run sends the same payment attempt id, and the gateway charges an id once.",
                            "a single run. After a crash a claimed job runs again.")
                    .provedBy(
                            "lab/ChargeAgainTest",
                            "a_hundred_runs_send_a_hundred_requests_that_get_one_receipt_and_leave_the_charge_as_it_is"),
            stop(5, "The idempotency key belongs to the intent.", "the key of the intent")
                    .asks("You press Pay twice in one form. What does the second press do?")
                    .answers(2, "it charges again", "it fails", "it returns the first charge")
                    .invites("Pay 10.00 EUR twice, or 7.07 EUR, whose first reply is lost.", 2)
                    .tries("twice", "Press Pay twice", pay(1000), pay(1000))
                    .tries("lost", "Lose the first reply", pay(707))
                    .goal(
                            "Both presses led to one charge.",
                            charges("done").presses(2).once(CLAIMED).effects(1, 1))
                    .goal(
                            "The reply was lost and the job ran again: one charge.",
                            charges("done").has(FAILED).effects(1, 1))
                    .shows(Excerpt.of("billing/Checkout", "pay")
                            .light("durable queued", "jobs.submit")
                            .light("durable .*", "Charge.findByIntent"))
                    .teaches(
                            "The key was made with the form, so both presses are one intent. The gateway gets a key of its own.",
                            "an immediate outcome. Until the gateway proves it, the record says that it is unknown.")
                    .provedBy(
                            "billing/ChargeTest",
                            "a_second_payment_of_an_intent_waits_for_the_first_and_returns_its_charge"),
            stop(6, "A job's outcome belongs in the visitor's record.", "the outcome in the record")
                    .asks("The upload is answered at once. How does the page learn the result?")
                    .answers(2, "the request waits", "a mail tells", "it reads the record")
                    .invites("One result is good, one is bad.", 3)
                    .tries("photos", "Upload three photos", samples())
                    .tries("declined", "Pay with a declined card", pay(1313))
                    .goal("A photo's record went from processing to complete.", photos().has(PROGRESS))
                    .goal("The card was declined, and the record says so.", charges("dead"))
                    .shows(
                            Excerpt.of("status/TrackedRecordHandler", "progressed,succeeded,failed")
                                    .light("durable progress", "work.progress")
                                    .light("durable complete", "work.complete")
                                    .light("durable dead", "work.fail"),
                            Excerpt.of("jobs/JobRunner", "moveBoth")
                                    .light("durable (complete|dead)", "record.ifPresent"))
                    .teaches(
                            "One transaction ends the job and changes its record. The page reads the record until it is final.",
                            "that the status you read is final, unless it is complete.")
                    .provedBy("media/PhotoTest", "an_upload_becomes_three_renditions"),
            stop(7, "Web and worker fail separately.", "web and worker apart")
                    .asks("The process dies in the middle of a photo. When does the next one continue?")
                    .answers(1, "at once", "when the lease ends", "after a retry", "never")
                    .invites("Upload three photos.", 3)
                    .tries("kill", "Upload, then kill the process", halt("before-rename"), samples())
                    .goal("Another process finished your photo.", photos().has(RESCUED, RELEASED))
                    .shows(Excerpt.of("jobs/JobRescuer", "expired,rescue")
                            .light("durable (killed|released)", "EXPIRED")
                            .light("durable rescued", "jobs.rescue"))
                    .teaches(
                            "A dead worker sends no heartbeat. When its lease has expired, any living process takes the job.",
                            "that another process continues at once. It waits for the lease.")
                    .provedBy(
                            "processes/WebAndWorkerIT",
                            "durable_work_waits_without_a_worker_and_every_page_says_so_until_one_starts"),
            stop(8, "A queue in the database needs nothing new.", "a queue in the database")
                    .asks("Two workers ask for work at the same moment. What does the second one get?")
                    .answers(2, "the same job", "an error", "another job")
                    .invites("Sign three people up.", 3)
                    .tries("three", "Sign three people up", signUp(DURABLE), signUp(DURABLE), signUp(DURABLE))
                    .goal(
                            "Three jobs, each claimed once.",
                            mails(DURABLE, "done").once(CLAIMED).count(3))
                    .shows(Excerpt.of("jobs/JobTable", "due")
                            .light("durable queued", "state = 'QUEUED'")
                            .light("durable .*", "SKIP LOCKED"))
                    .teaches(
                            "SKIP LOCKED passes over the rows that another worker holds: nobody waits, and no job is taken twice.",
                            "unlimited throughput. Each job costs several writes to one database.")
                    .provedBy("jobs/DurableJobTest", "two_relays_never_claim_the_same_job"),
            stop(9, "The limits of each guarantee are stated.", "the limits")
                    .asks("The mail server accepts a mail, and its reply is lost. How many mails arrive?")
                    .answers(2, "none", "exactly one", "one or more")
                    .invites("Sign someone up while replies are lost.", 1)
                    .tries(
                            "lost",
                            "Lose the replies, sign someone up",
                            arm("mail", "reply-lost", "Lose the mail server's replies"),
                            signUp(DURABLE),
                            awaitGoal(0),
                            repair())
                    .goal(
                            "The mail arrived more than once, with one Message-ID.",
                            mails(DURABLE, null).effects(2, 100))
                    .goal(
                            "With a reply, the job is complete.",
                            mails(DURABLE, "done").has(FAILED).effects(2, 100))
                    .shows(
                            Excerpt.of("account/WelcomeMailHandler", "perform").light("durable .*", "mailToSend"),
                            Excerpt.of("account/WelcomeMail", "messageId").light("durable .*", "return"))
                    .teaches(
                            "SMTP has no idempotency key. The Message-ID is the same in each run, so that a reader sees the copies.",
                            "that a mail arrives only once. A card is charged only once.")
                    .provedBy(
                            "lab/LabTest", "a_mail_whose_replies_are_lost_arrives_several_times_with_one_message_id"));

    private Itinerary() {}
}
