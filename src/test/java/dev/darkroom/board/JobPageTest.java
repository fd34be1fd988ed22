package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.board.JobPage.Counts;
import dev.darkroom.board.JobPage.Lane;
import dev.darkroom.board.JobRun.Sentence;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.Strip.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job's page from its events. */
class JobPageTest {

    private static final Map<Step, String> MOVES = Map.of(
            Step.QUEUED,
            "insert",
            Step.CLAIMED,
            "pick",
            Step.COMPLETE,
            "complete",
            Step.HANDED_OVER,
            "mark",
            Step.TAKEN_BACK,
            "clear");

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<JobEvent> events = new ArrayList<>();
    private int attempt = 1;

    @Test
    void each_run_has_a_sentence_with_one_figure() {
        happens(Step.CLAIMED, 0).happens(Step.KILLED, 1240).happens(Step.RESCUED, 11_102);
        attempt = 2;
        happens(Step.CLAIMED, 12_000).happens(Step.COMPLETE, 14_100);

        assertThat(JobRun.of(events))
                .extracting(run -> run.sentence("sent the mail", START, null))
                .containsExactly(
                        new Sentence("killed after", "1.2 s", ", missed for 9.9 s"),
                        new Sentence("sent the mail in", "2.1 s", ""));
        assertThat(JobRun.of(events))
                .extracting(run -> run.story("sent the mail"))
                .containsExactly("died with its process", "sent the mail");
    }

    @Test
    void a_frozen_run_that_woke_up_too_late_is_fenced_although_it_was_rescued() {
        happens(Step.CLAIMED, 0).happens(Step.FAULT, 1000, "frozen: no heartbeat");
        happens(Step.RESCUED, 11_000).happens(Step.FAULT, 15_000, "thawed").happens(Step.FENCED, 16_000);

        assertThat(JobRun.of(events).get(0).sentence("", START, null))
                .isEqualTo(new Sentence("frozen for", "14.0 s", ", then fenced"));
        Mark fence = new Mark("fence", 16_000, 16_000, "");
        assertThat(JobRun.of(events)
                        .get(0)
                        .marks(List.of(new Mark("past", 1000, 16_000, ""), fence), JobPageTest::since))
                .as("from the lowest to the uppermost")
                .containsExactly(
                        new Mark("died", 15_000, 16_000, ""),
                        new Mark("past", 1000, 11_000, ""),
                        fence,
                        new Mark("hook", 11_000, 11_000, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED,    failed after,          500 ms, ''",
        "DEAD,      failed for good after, 500 ms, ''",
        "RESCUED,   silent after,          0 ms,  ', missed for 500 ms'",
        "RELEASED,  given back after,      500 ms, ''",
        "CANCELLED, cancelled after,       500 ms, ''",
        "FENCED,    fenced after,          500 ms, ''",
        "PROGRESS,  runs for,              2.0 s, ''",
    })
    void each_end_of_a_run_has_its_words(Step step, String start, String figure, String end) {
        happens(Step.CLAIMED, 0).happens(step, 500);

        assertThat(JobRun.of(events).get(0).sentence("", START.plusMillis(2000), null))
                .isEqualTo(new Sentence(start, figure, end));
    }

    @Test
    void a_holder_without_heartbeats_is_silent_since_its_last_sign() {
        happens(Step.CLAIMED, 0).happens(Step.HEARTBEAT, 1000);
        JobRun run = JobRun.of(events).get(0);

        assertThat(run.sentence("", START.plusMillis(4000), run.lastSign()))
                .isEqualTo(new Sentence("no heartbeat for", "3.0 s", ""));
    }

    @Test
    void only_the_last_heartbeat_of_each_attempt_is_listed() {
        happens(Step.QUEUED, 0).happens(Step.CLAIMED, 10);
        happens(Step.HEARTBEAT, 1000).happens(Step.HEARTBEAT, 2000).happens(Step.COMPLETE, 2500);

        assertThat(lines(false))
                .extracting(JobLine::word, JobLine::note, JobLine::time)
                .containsExactly(
                        tuple("queued", "", "0"),
                        tuple("claimed", "attempt 1", "10"),
                        tuple("heartbeat", "the last", "2,000"),
                        tuple("complete", "", "2,500"));
        assertThat(lines(true)).hasSize(5);
    }

    @Test
    void a_hand_over_has_its_statement_and_equal_refusals_of_its_messages_are_one_line() {
        happens(Step.QUEUED, 0).happens(Step.HANDED_OVER, 1).happens(Step.TAKEN_BACK, 2);
        happens(Step.HANDED_OVER, 3).happens(Step.CLAIMED, 4);
        for (int i = 0; i < 99; i++) {
            happens(Step.DUPLICATE, 5 + i);
            events.get(events.size() - 1).move = "claim";
        }
        happens(Step.HEARTBEAT, 50).happens(Step.DUPLICATE, 105).happens(Step.COMPLETE, 106);
        events.get(4).move = "claim";

        assertThat(lines(false))
                .extracting(JobLine::time, JobLine::word, JobLine::note, JobLine::mark, JobLine::rows)
                .containsExactly(
                        tuple("0", "queued", "", "dot", "1 row"),
                        tuple("1", "handed over", "", "out", "1 row"),
                        tuple("2", "taken back", "", "back", "1 row"),
                        tuple("3", "handed over", "", "out", "1 row"),
                        tuple("4", "claimed", "attempt 1", "dot", "1 row"),
                        tuple("5", "duplicate", "99 further deliveries", "fence", "0 rows each"),
                        tuple("50", "heartbeat", "the last", "ring", null),
                        tuple("105", "duplicate", "rejected", "fence", null),
                        tuple("106", "complete", "", "tick", "1 row"));
        assertThat(lines(false).subList(1, 6))
                .extracting(line -> line.source().name(), line -> line.source().method())
                .containsExactly(
                        tuple("jobs/HandOver", "mark"),
                        tuple("jobs/HandOver", "clear"),
                        tuple("jobs/HandOver", "mark"),
                        tuple("jobs/HandOver", "claim"),
                        tuple("jobs/HandOver", "claim"));
        assertThat(page(true).hidden()).as("only heartbeats are hidden").isZero();
    }

    @Test
    void a_dead_process_and_a_refused_message_have_no_statement() {
        happens(Step.CLAIMED, 0).happens(Step.KILLED, 10).happens(Step.DUPLICATE, 20);

        assertThat(lines(false))
                .extracting(JobLine::word, JobLine::silence, JobLine::mark)
                .containsExactly(
                        tuple("claimed", null, "dot"),
                        tuple("process gone", "No statement: a dead process writes nothing.", "cross"),
                        tuple("duplicate", "No statement: this run had begun.", "fence"));
    }

    @Test
    void a_visitor_who_may_not_see_internals_sees_no_statement_process_or_source() {
        happens(Step.QUEUED, 0).happens(Step.CLAIMED, 10).happens(Step.COMPLETE, 20);

        JobPage page = page(false);

        assertThat(page.lines()).extracting(JobLine::statement, JobLine::source).containsOnly(tuple(null, null));
        assertThat(page.lanes()).extracting(Lane::process).containsOnlyNulls();
    }

    @Test
    void each_run_has_a_lane_and_beyond_six_the_older_ones_are_folded() {
        happens(Step.QUEUED, 0);
        for (attempt = 1; attempt <= 8; attempt++) {
            happens(Step.CLAIMED, attempt * 1000L).happens(Step.FAILED, attempt * 1000L + 200);
        }

        JobPage page = page(true);

        assertThat(page.folded()).extracting(Lane::name).containsExactly("attempt 1", "attempt 2");
        assertThat(page.lanes())
                .extracting(Lane::name)
                .containsExactly("attempt 3", "attempt 4", "attempt 5", "attempt 6", "attempt 7", "attempt 8");
        assertThat(page.request().strip().marks()).extracting(Mark::kind).containsExactly("request");
        assertThat(page.folded().get(1).strip().marks())
                .extracting(Mark::kind, Mark::from, Mark::to)
                .containsExactly(tuple("arc", 1200L, 2000L), tuple("failed", 2000L, 2200L));
    }

    @ParameterizedTest
    @CsvSource({"0,10,1", "170,180,9", "999,1000,5", "14310,16000,8", "3600000,4200000,7"})
    void an_axis_ends_at_a_round_time_and_has_at_most_nine_ticks(long last, long end, int ticks) {
        TimeAxis axis = TimeAxis.until(last);

        assertThat(axis.ms()).isEqualTo(end);
        assertThat(axis.ticks()).hasSize(ticks);
    }

    @Test
    void an_axis_of_a_week_counts_days() {
        assertThat(TimeAxis.until(7 * 86_400_000L).ticks())
                .extracting(TimeAxis.Tick::label)
                .startsWith("0", "1 d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert",
                "pick",
                "giveBack",
                "extend",
                "progress",
                "complete",
                "reschedule",
                "markDead",
                "release",
                "rescue",
                "retry",
                "cancel",
                "withdraw",
                "mark",
                "clear",
                "claim"
            })
    void each_statement_has_a_clause_that_decides(String move) {
        JobEvent event = new JobEvent();
        event.move = move;

        StatementExcerpt excerpt = StatementExcerpt.of(event.statement());

        assertThat(excerpt.before() + excerpt.clause() + excerpt.after()).isEqualTo(event.statement());
        assertThat(excerpt.clause()).isNotEmpty();
    }

    @Test
    void a_settlement_is_decided_by_its_lease_and_a_rescue_by_the_end_of_it() {
        JobEvent event = new JobEvent();
        event.move = "release";
        assertThat(StatementExcerpt.of(event.statement()).shortClause()).isEqualTo("WHERE lease_token = :token");
        event.move = "claim";
        assertThat(StatementExcerpt.of(event.statement()).shortClause()).isEqualTo("WHERE state = 'QUEUED'");
        event.move = "rescue";
        assertThat(StatementExcerpt.of(event.statement()).shortClause()).isEqualTo("WHERE leased_until < now()");
    }

    private static long since(Instant at) {
        return Duration.between(START, at).toMillis();
    }

    /** The page of a job whose record is deleted. */
    private JobPage page(boolean internals) {
        Job job = new Job();
        job.state = Job.State.COMPLETE;
        job.kind = "send-welcome-mail";
        job.createdAt = START;
        job.finishedAt = START;
        return new JobPageBuilder(job, events, null, START.plusSeconds(60), 10_000, internals, false, "sent the mail")
                .build(new Counts(0, 1, null), null, false, null);
    }

    private List<JobLine> lines(boolean all) {
        return JobLine.of(events, JobTimeline.rows(events, true), JobPageTest::since, TimeAxis.until(10_000), all);
    }

    private JobPageTest happens(Step step, long millis) {
        return happens(step, millis, null);
    }

    private JobPageTest happens(Step step, long millis, String detail) {
        JobEvent event = new JobEvent();
        event.step = step;
        event.round = 1;
        event.attempt = attempt;
        event.process = "process 1";
        event.move = MOVES.get(step);
        event.at = START.plusMillis(millis);
        event.detail = detail;
        events.add(event);
        return this;
    }
}
