package dev.darkroom.tour;

import static dev.darkroom.jobs.DispatchMode.DURABLE;
import static dev.darkroom.jobs.DispatchMode.INLINE;
import static dev.darkroom.jobs.DispatchMode.VOLATILE;
import static dev.darkroom.jobs.JobEvent.Step.CLAIMED;
import static dev.darkroom.jobs.JobEvent.Step.FAILED;
import static dev.darkroom.jobs.JobEvent.Step.PROGRESS;
import static dev.darkroom.jobs.JobEvent.Step.RELEASED;
import static dev.darkroom.jobs.JobEvent.Step.RESCUED;

import dev.darkroom.tour.TourStop.Action;
import dev.darkroom.tour.TourStop.Goal;
import dev.darkroom.tour.TourStop.NothingLeft;
import dev.darkroom.tour.TourStop.Question;
import dev.darkroom.tour.TourStop.Records;
import dev.darkroom.tour.TourStop.Trial;
import dev.darkroom.web.PageModel.Source;
import java.util.List;

/** The nine stops of the tour. */
public final class Itinerary {

    public static final List<TourStop> STOPS = List.of(
            new TourStop(
                    1,
                    "Work inside the request makes the visitor wait.",
                    "work inside the request",
                    new Question(
                            "The mail server is slow. Which click waits?",
                            List.of("inline", "durable", "both", "neither"),
                            0),
                    "Sign someone up, three times.",
                    List.of(
                            new Trial("inline", "Inline", List.of(Action.signUp(INLINE))),
                            new Trial("durable", "Durable", List.of(Action.signUp(DURABLE))),
                            new Trial(
                                    "broken",
                                    "Inline, no mail server",
                                    List.of(
                                            Action.arm("mail", "down", "Stop the mail server"),
                                            Action.signUp(INLINE),
                                            Action.repair()))),
                    List.of("inline", "durable", "broken"),
                    3,
                    List.of(
                            new Goal("You waited inline until the mail was sent.", Records.mails(INLINE, "done")),
                            new Goal(
                                    "You had an answer at once, and the mail was sent.",
                                    Records.mails(DURABLE, "done")),
                            new Goal("Without a mail server your inline click failed.", Records.mails(INLINE, "dead"))),
                    List.of(
                            Excerpt.of("jobs/InlineDispatch", "dispatch").light("inline .*", "runner.run"),
                            Excerpt.of("jobs/DurableDispatch", "dispatch")
                                    .light("durable queued", "jobs.insert")
                                    .light("durable .*", "signal.wake")),
                    "The mail takes as long in each mode. Inline, the visitor waits for it, and its failure is the click's.",
                    "that the work is done. Inline has one attempt.",
                    test("account/StageTest", "an_inline_click_fails_when_the_mail_server_is_down")),
            new TourStop(
                    2,
                    "Work in memory is lost with its process.",
                    "work in memory",
                    new Question(
                            "The process dies after its answer. When is the mail sent?",
                            List.of("at once", "after the restart", "after ten seconds", "never"),
                            3),
                    "Sign someone up in memory.",
                    List.of(new Trial(
                            "kill",
                            "Sign up, then kill the process",
                            List.of(Action.halt("before-effect"), Action.signUp(VOLATILE)))),
                    List.of("kill"),
                    1,
                    List.of(new Goal("The process died, and your mail is lost.", Records.mails(VOLATILE, "lost"))),
                    List.of(Excerpt.of("jobs/VolatileDispatch", "dispatch,consume")
                            .light("volatile (queued|lost)", "memory.send")
                            .light("volatile .*", "work.run")),
                    "Nothing was stored, so no other process can find the work. The record names the process that had it.",
                    "that the work is done.",
                    test(
                            "processes/SurvivesKillIT",
                            "durable_work_is_done_and_volatile_work_reported_as_lost_when_the_process_dies_right_after_its_answers")),
            new TourStop(
                    3,
                    "Record and job are saved together: both or neither.",
                    "record and job together",
                    new Question(
                            "The process dies before the commit. What is left?",
                            List.of("the record", "the job", "both", "neither"),
                            3),
                    "Press both.",
                    List.of(
                            new Trial(
                                    "before",
                                    "Kill before the commit",
                                    List.of(Action.noteKill(), Action.halt("before-commit"), Action.signUp(DURABLE))),
                            new Trial(
                                    "after",
                                    "Kill after the commit",
                                    List.of(Action.halt("after-claim"), Action.signUp(DURABLE)))),
                    List.of("before", "after"),
                    1,
                    List.of(
                            new Goal("You killed it before the commit: neither is left.", new NothingLeft()),
                            new Goal(
                                    "You killed it after the commit: another run sent the mail.",
                                    Records.mails(DURABLE, "done").has(RESCUED, RELEASED))),
                    List.of(
                            Excerpt.of("jobs/DurableDispatch", "dispatch").light(".*", "jobs.insert"),
                            Excerpt.of("jobs/JobTable", "INSERT").light(".*", "INSERT INTO job")),
                    "There is no moment in which one exists without the other.",
                    "the order of jobs.",
                    test("jobs/DurableJobTest", "a_rolled_back_submit_leaves_no_job")),
            new TourStop(
                    4,
                    "A hundred runs, one charge.",
                    "a hundred runs",
                    new Question(
                            "One payment's job runs a hundred times. How often is the card charged?",
                            List.of("once", "twice", "100 times"),
                            0),
                    "Pay 10.00 EUR, then run the job again and again.",
                    List.of(new Trial(
                            "again",
                            "Pay, then run it 100 times",
                            List.of(Action.pay(1000), Action.awaitGoal(0), Action.runAgain()))),
                    List.of("again"),
                    1,
                    List.of(
                            new Goal("You paid once.", Records.charges("done")),
                            new Goal(
                                    "The job ran a hundred times more.",
                                    Records.charges("done").reruns(100)),
                            new Goal(
                                    "The gateway's ledger has one line for it.",
                                    Records.charges("done").reruns(100).effects(1, 1))),
                    List.of(
                            Excerpt.of("billing/MakeChargeHandler", "perform")
                                    .light("durable (claimed|rerun)", "gateway.charge"),
                            Excerpt.of("gateway/LedgerEntry", "lock").light("durable (complete|rerun)", "ON CONFLICT")),
                    "Each run sends the same payment attempt id, and the gateway charges an id once.",
                    "a single run. After a crash a claimed job runs again.",
                    test("billing/ChargeTest", "a_hundred_runs_charge_once_sequentially_and_concurrently")),
            new TourStop(
                    5,
                    "The idempotency key belongs to the intent.",
                    "the key of the intent",
                    new Question(
                            "You press Pay twice in one form. What does the second press do?",
                            List.of("it charges again", "it fails", "it returns the first charge"),
                            2),
                    "Pay 10.00 EUR twice, or 7.07 EUR, whose first reply is lost.",
                    List.of(
                            new Trial("twice", "Press Pay twice", List.of(Action.pay(1000), Action.pay(1000))),
                            new Trial("lost", "Lose the first reply", List.of(Action.pay(707)))),
                    List.of("twice", "lost"),
                    2,
                    List.of(
                            new Goal(
                                    "Both presses led to one charge.",
                                    Records.charges("done")
                                            .presses(2)
                                            .once(CLAIMED)
                                            .effects(1, 1)),
                            new Goal(
                                    "The reply was lost and the job ran again: one charge.",
                                    Records.charges("done").has(FAILED).effects(1, 1))),
                    List.of(Excerpt.of("billing/Checkout", "pay")
                            .light("durable queued", "jobs.submit")
                            .light("durable .*", "Charge.findByIntent")),
                    "The key was made with the form, so both presses are one intent. The gateway gets a key of its own.",
                    "an immediate outcome. Until the gateway proves it, the record says that it is unknown.",
                    test(
                            "billing/ChargeTest",
                            "a_second_payment_of_an_intent_waits_for_the_first_and_returns_its_charge")),
            new TourStop(
                    6,
                    "A job's outcome belongs in the visitor's record.",
                    "the outcome in the record",
                    new Question(
                            "The upload is answered at once. How does the page learn the result?",
                            List.of("the request waits", "a mail tells", "it reads the record"),
                            2),
                    "One result is good, one is bad.",
                    List.of(
                            new Trial("photos", "Upload three photos", List.of(Action.samples())),
                            new Trial("declined", "Pay with a declined card", List.of(Action.pay(1313)))),
                    List.of("photos", "declined"),
                    3,
                    List.of(
                            new Goal(
                                    "A photo's record went from processing to complete.",
                                    Records.photos().has(PROGRESS)),
                            new Goal("The card was declined, and the record says so.", Records.charges("dead"))),
                    List.of(
                            Excerpt.of("status/TrackedRecordHandler", "progressed,succeeded,failed")
                                    .light("durable progress", "work.progress")
                                    .light("durable complete", "work.complete")
                                    .light("durable dead", "work.fail"),
                            Excerpt.of("jobs/JobRunner", "moveBoth")
                                    .light("durable (complete|dead)", "record.ifPresent")),
                    "One transaction ends the job and changes its record. The page reads the record until it is final.",
                    "that the status you read is final, unless it is complete.",
                    test("media/PhotoTest", "an_upload_becomes_three_renditions")),
            new TourStop(
                    7,
                    "Web and worker fail separately.",
                    "web and worker apart",
                    new Question(
                            "The process dies in the middle of a photo. When does the next one continue?",
                            List.of("at once", "when the lease ends", "after a retry", "never"),
                            1),
                    "Upload three photos.",
                    List.of(new Trial(
                            "kill",
                            "Upload, then kill the process",
                            List.of(Action.halt("before-rename"), Action.samples()))),
                    List.of("kill"),
                    3,
                    List.of(new Goal(
                            "Another process finished your photo.",
                            Records.photos().has(RESCUED, RELEASED))),
                    List.of(Excerpt.of("jobs/JobRescuer", "expired,rescue")
                            .light("durable (killed|released)", "EXPIRED")
                            .light("durable rescued", "jobs.rescue")),
                    "A dead worker sends no heartbeat. When its lease has expired, any living process takes the job.",
                    "that another process continues at once. It waits for the lease.",
                    test(
                            "processes/WebAndWorkerIT",
                            "durable_work_waits_without_a_worker_and_every_page_says_so_until_one_starts")),
            new TourStop(
                    8,
                    "A queue in the database needs no other server.",
                    "a queue in the database",
                    new Question(
                            "Two workers ask for work at the same moment. What does the second one get?",
                            List.of("the same job", "an error", "another job"),
                            2),
                    "Sign three people up.",
                    List.of(new Trial(
                            "three",
                            "Sign three people up",
                            List.of(Action.signUp(DURABLE), Action.signUp(DURABLE), Action.signUp(DURABLE)))),
                    List.of("three"),
                    3,
                    List.of(new Goal(
                            "Three jobs, each claimed once.",
                            Records.mails(DURABLE, "done").once(CLAIMED).count(3))),
                    List.of(Excerpt.of("jobs/JobTable", "PICK")
                            .light("durable queued", "state = 'QUEUED'")
                            .light("durable .*", "SKIP LOCKED")),
                    "SKIP LOCKED passes over the rows that another worker holds: nobody waits, and no job is taken twice.",
                    "unlimited throughput. Each job costs several writes to one database.",
                    test("jobs/DurableJobTest", "two_relays_never_claim_the_same_job")),
            new TourStop(
                    9,
                    "The limits of each guarantee are stated.",
                    "the limits",
                    new Question(
                            "The mail server accepts a mail, and its reply is lost. How many mails arrive?",
                            List.of("none", "exactly one", "one or more"),
                            2),
                    "Sign someone up while replies are lost.",
                    List.of(new Trial(
                            "lost",
                            "Lose the replies, sign someone up",
                            List.of(
                                    Action.arm("mail", "reply-lost", "Lose the mail server's replies"),
                                    Action.signUp(DURABLE),
                                    Action.awaitGoal(0),
                                    Action.repair()))),
                    List.of("lost"),
                    1,
                    List.of(
                            new Goal(
                                    "The mail arrived more than once, with one Message-ID.",
                                    Records.mails(DURABLE, null).effects(2, 100)),
                            new Goal(
                                    "With a reply, the job is complete.",
                                    Records.mails(DURABLE, "done").has(FAILED).effects(2, 100))),
                    List.of(
                            Excerpt.of("account/WelcomeMailHandler", "perform").light("durable .*", "mailToSend"),
                            Excerpt.of("account/WelcomeMail", "messageId").light("durable .*", "return")),
                    "SMTP has no idempotency key. The Message-ID is the same in each run, so that a reader sees the copies.",
                    "that a mail arrives only once. A card is charged only once.",
                    test("lab/LabTest", "a_mail_whose_replies_are_lost_arrives_several_times_with_one_message_id")));

    private Itinerary() {}

    private static Source test(String type, String method) {
        return new Source("test/" + type, method);
    }
}
