package dev.darkroom.board;

import static dev.darkroom.jobs.JobEvent.Step.CLAIMED;
import static dev.darkroom.jobs.JobEvent.Step.COMPLETE;
import static dev.darkroom.jobs.JobEvent.Step.DEAD;
import static dev.darkroom.jobs.JobEvent.Step.FAILED;
import static dev.darkroom.jobs.JobEvent.Step.HANDED_OVER;
import static dev.darkroom.jobs.JobEvent.Step.QUEUED;
import static dev.darkroom.jobs.JobEvent.Step.RESCUED;
import static dev.darkroom.jobs.JobEvent.Step.RETRIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobStatesTest {

    @Test
    void a_path_counts_the_moves_and_no_other_steps() {
        JobStates states = states(QUEUED, HANDED_OVER, CLAIMED, FAILED, CLAIMED, RESCUED, CLAIMED, COMPLETE);

        assertThat(states.sentence()).isEqualTo("queued, claimed 3×, failed, rescued, complete");
        assertThat(states.requeues()).isEqualTo("failed, rescued");
    }

    @Test
    void a_retried_job_has_visited_the_dead_state() {
        JobStates states = states(QUEUED, CLAIMED, DEAD, RETRIED, CLAIMED, COMPLETE);

        assertThat(states.sentence()).isEqualTo("queued, claimed 2×, dead, retried, complete");
        assertThat(Stream.of(Job.State.values()).filter(state -> states.visited(state.name())))
                .containsExactlyInAnyOrder(Job.State.QUEUED, Job.State.RUNNING, Job.State.COMPLETE, Job.State.DEAD);
    }

    private static JobStates states(Step... steps) {
        return JobStates.of(Stream.of(steps).map(JobStatesTest::event).toList(), Job.State.COMPLETE);
    }

    private static JobEvent event(Step step) {
        JobEvent event = new JobEvent();
        event.step = step;
        return event;
    }
}
