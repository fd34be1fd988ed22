package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.JobTimeline.Bar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTimelineTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<JobEvent> events = new ArrayList<>();
    private String process = "process 1";

    @Test
    void a_job_waits_before_its_claim_and_works_after_it() {
        happens(Step.QUEUED, 0).happens(Step.FAULT, 100).happens(Step.CLAIMED, 250);
        happens(Step.PROGRESS, 500).happens(Step.COMPLETE, 1000);

        assertThat(bars())
                .extracting(Bar::activity, Bar::start, Bar::width)
                .containsExactly(
                        tuple("waiting", 0, 0),
                        tuple("waiting", 0, 100),
                        tuple("waiting", 100, 150),
                        tuple("working", 250, 250),
                        tuple("working", 500, 500));
    }

    @Test
    void a_failed_job_recovers_until_its_next_claim() {
        happens(Step.QUEUED, 0).happens(Step.CLAIMED, 100).happens(Step.FAILED, 200);
        happens(Step.FAULT, 600).happens(Step.CLAIMED, 610).happens(Step.RESCUED, 900);

        assertThat(bars())
                .extracting(Bar::activity)
                .containsExactly("waiting", "waiting", "working", "recovering", "recovering", "recovering");
    }

    @Test
    void a_dead_job_waits_for_its_retry_and_the_next_claim() {
        happens(Step.QUEUED, 0).happens(Step.CLAIMED, 100).happens(Step.DEAD, 200);
        happens(Step.RETRIED, 600).happens(Step.CLAIMED, 700);

        assertThat(bars())
                .extracting(Bar::activity)
                .containsExactly("waiting", "waiting", "working", "waiting", "waiting");
    }

    @Test
    void a_time_and_a_process_appear_once() {
        happens(Step.QUEUED, 0).happens(Step.FAULT, 100).happens(Step.CLAIMED, 250);
        process = "process 2";
        happens(Step.COMPLETE, 400);

        assertThat(bars())
                .extracting(Bar::sincePreviousMs, Bar::process)
                .containsExactly(
                        tuple(null, "process 1"), tuple(null, null), tuple(150L, null), tuple(150L, "process 2"));
    }

    @Test
    void the_shortest_last_bar_is_still_on_the_axis() {
        happens(Step.QUEUED, 0).happens(Step.CLAIMED, 100_000).happens(Step.COMPLETE, 100_001);

        assertThat(bars().get(2).start()).isEqualTo(995);
    }

    private JobTimelineTest happens(Step step, long millis) {
        JobEvent event = new JobEvent();
        event.step = step;
        event.process = process;
        event.at = START.plusMillis(millis);
        events.add(event);
        return this;
    }

    private List<Bar> bars() {
        return JobTimeline.bars(JobTimeline.rows(events, true));
    }
}
