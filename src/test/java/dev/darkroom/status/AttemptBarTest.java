package dev.darkroom.status;

import static dev.darkroom.jobs.JobEvent.Step.CANCELLED;
import static dev.darkroom.jobs.JobEvent.Step.CLAIMED;
import static dev.darkroom.jobs.JobEvent.Step.COMPLETE;
import static dev.darkroom.jobs.JobEvent.Step.DEAD;
import static dev.darkroom.jobs.JobEvent.Step.FAILED;
import static dev.darkroom.jobs.JobEvent.Step.HANDED_OVER;
import static dev.darkroom.jobs.JobEvent.Step.HEARTBEAT;
import static dev.darkroom.jobs.JobEvent.Step.QUEUED;
import static dev.darkroom.jobs.JobEvent.Step.RELEASED;
import static dev.darkroom.jobs.JobEvent.Step.RESCUED;
import static dev.darkroom.jobs.JobEvent.Step.RETRIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptBarTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<JobEvent> events = new ArrayList<>();
    private int round = 1;
    private int attempt;

    @Test
    void a_job_that_goes_straight_waits_and_runs() {
        happens(QUEUED, 0)
                .happens(HANDED_OVER, 10)
                .happens(CLAIMED, 250)
                .happens(HEARTBEAT, 500)
                .happens(COMPLETE, 1000);

        assertThat(bars(5000)).containsExactly(new AttemptBar(1, 1, false, 0, 250, 250, 250, 750, 750L, "complete"));
        assertThat(path(Job.State.COMPLETE)).isEqualTo("queued, claimed, complete");
    }

    @Test
    void after_a_failure_and_after_a_death_of_its_worker_a_job_recovers() {
        happens(QUEUED, 0).happens(CLAIMED, 0).happens(FAILED, 100);
        happens(CLAIMED, 300).happens(RESCUED, 600);
        happens(CLAIMED, 800).happens(COMPLETE, 1000);

        assertThat(bars(5000))
                .extracting(AttemptBar::attempt, AttemptBar::recovering, AttemptBar::waitMs, AttemptBar::runMs)
                .containsExactly(tuple(1, false, 0L, 100L), tuple(2, true, 200L, 300L), tuple(3, true, 200L, 200L));
        assertThat(path(Job.State.COMPLETE)).isEqualTo("queued, claimed 3×, failed, rescued, complete");
    }

    @Test
    void what_still_runs_grows_until_now_and_what_recovers_too() {
        happens(QUEUED, 0).happens(CLAIMED, 100);

        assertThat(bars(500).get(0).sentence()).isEqualTo("waited for 100 ms, then ran for 400 ms: still running");

        happens(FAILED, 600);

        assertThat(bars(1000)).hasSize(2);
        assertThat(bars(1000).get(1)).isEqualTo(new AttemptBar(1, 2, true, 600, 400, 400, 1000, 0, null, null));
    }

    @Test
    void an_attempt_that_was_given_back_is_shown_and_so_is_its_repetition() {
        happens(QUEUED, 0).happens(CLAIMED, 100).happens(RELEASED, 200);
        attempt = 0;
        happens(CLAIMED, 300).happens(COMPLETE, 400);

        assertThat(bars(400)).extracting(AttemptBar::outcome).containsExactly("released", "complete");
    }

    @Test
    void a_job_that_died_with_its_last_worker_and_was_retried_by_a_person_begins_another_round() {
        happens(QUEUED, 0).happens(CLAIMED, 100).happens(DEAD, 200);
        round = 2;
        attempt = 0;
        happens(RETRIED, 800).happens(CLAIMED, 900).happens(COMPLETE, 1000);

        assertThat(bars(5000))
                .extracting(AttemptBar::round, AttemptBar::recovering, AttemptBar::waitMs, AttemptBar::outcome)
                .containsExactly(tuple(1, false, 100L, "dead"), tuple(2, false, 100L, "complete"));
        assertThat(path(Job.State.COMPLETE)).isEqualTo("queued, claimed 2×, complete, dead, retried");
    }

    @Test
    void a_job_that_is_cancelled_while_it_waits_has_only_waited() {
        happens(QUEUED, 0).happens(CANCELLED, 300);

        assertThat(bars(5000)).containsExactly(new AttemptBar(1, 1, false, 0, 1000, 300, 1000, 0, null, "cancelled"));
    }

    @Test
    void a_job_of_which_nothing_is_told_has_no_bars() {
        assertThat(bars(0)).isEmpty();
    }

    private AttemptBarTest happens(Step step, long millis) {
        JobEvent event = new JobEvent();
        attempt += step == CLAIMED ? 1 : 0;
        event.step = step;
        event.round = round;
        event.attempt = attempt;
        event.at = START.plusMillis(millis);
        events.add(event);
        return this;
    }

    private List<AttemptBar> bars(long now) {
        return AttemptBar.of(events, START.plusMillis(now));
    }

    private String path(Job.State state) {
        return JobStates.of(events, state).sentence();
    }
}
