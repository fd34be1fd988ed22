package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.jobs.JobEvent.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineBarTest {

    private final List<JobTimeline> rows = new ArrayList<>();
    private String process = "process 1";

    @Test
    void what_comes_before_a_claim_is_waiting_and_what_comes_after_it_is_work() {
        happens(Step.QUEUED, 0, null).happens(Step.HANDED_OVER, 100, null).happens(Step.CLAIMED, 250, null);
        happens(Step.PROGRESS, 500, "resizing 1/1").happens(Step.COMPLETE, 1000, "5207 ms");

        assertThat(TimelineBar.of(rows))
                .extracting(TimelineBar::sort, TimelineBar::start, TimelineBar::width)
                .containsExactly(
                        tuple("waiting", 0, 0),
                        tuple("waiting", 0, 100),
                        tuple("waiting", 100, 150),
                        tuple("working", 250, 250),
                        tuple("working", 500, 500));
        assertThat(TimelineBar.of(rows))
                .extracting(TimelineBar::detail)
                .containsExactly(null, null, null, "resizing 1/1", "this run took 5,207 ms");
    }

    @Test
    void after_a_failure_a_job_recovers_until_it_is_claimed_again() {
        happens(Step.QUEUED, 0, null).happens(Step.CLAIMED, 100, null).happens(Step.FAILED, 200, "no");
        happens(Step.HANDED_OVER, 600, null).happens(Step.CLAIMED, 610, null).happens(Step.RESCUED, 900, null);

        assertThat(TimelineBar.of(rows))
                .extracting(TimelineBar::sort)
                .containsExactly("waiting", "waiting", "working", "recovering", "recovering", "recovering");
    }

    @Test
    void a_time_and_a_process_are_said_once() {
        happens(Step.QUEUED, 0, null).happens(Step.HANDED_OVER, 100, null).happens(Step.CLAIMED, 250, null);
        process = "process 2";
        happens(Step.COMPLETE, 400, null);

        assertThat(TimelineBar.of(rows))
                .extracting(TimelineBar::after, TimelineBar::process)
                .containsExactly(
                        tuple(null, "process 1"), tuple(null, null), tuple(150L, null), tuple(150L, "process 2"));
    }

    @Test
    void the_shortest_bar_at_the_end_is_still_on_the_axis() {
        happens(Step.QUEUED, 0, null).happens(Step.CLAIMED, 100_000, null).happens(Step.COMPLETE, 100_001, null);

        assertThat(TimelineBar.of(rows).get(2).start()).isEqualTo(995);
    }

    private TimelineBarTest happens(Step step, long at, String detail) {
        long before = rows.isEmpty() ? at : rows.get(rows.size() - 1).sinceStartMs();
        rows.add(new JobTimeline(step.label(), detail, process, 1, 1, at, at - before, StepSource.of(step)));
        return this;
    }
}
