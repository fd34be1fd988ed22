package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words for one job: what it is about, and its path on its page. */
class JobStatesTest {

    @Test
    void a_job_is_about_the_noun_of_its_kind() {
        Job job = new Job();
        job.kind = "send-welcome-mail";
        job.key = "d947753f-2e87-4456-bf7d-b3e872c8a734";

        assertThat(job.about()).isEqualTo("mail d947753f");
    }

    @ParameterizedTest
    @CsvSource({"-1,0 s", "12,12 s", "121,2 min", "7300,2 h", "200000,2 days"})
    void a_duration_has_a_suitable_unit(long seconds, String words) {
        assertThat(Strip.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, QUEUED CLAIMED FAILED CLAIMED RESCUED CLAIMED COMPLETE,"
                + "'queued, claim ×3, retry, rescue, settle', 'retry, rescue', QUEUED RUNNING COMPLETE",
        "COMPLETE, QUEUED CLAIMED DEAD RETRIED CLAIMED COMPLETE,"
                + "'queued, claim ×2, give up, retry by a person, settle', retry, QUEUED RUNNING COMPLETE DEAD",
        "CANCELLED, QUEUED CANCELLED, 'queued, cancel', retry, QUEUED CANCELLED",
        "QUEUED, QUEUED, queued, retry, QUEUED",
    })
    void a_path_counts_its_edges_and_knows_its_states(
            Job.State state, String steps, String sentence, String requeues, String visited) {
        JobStates states = JobStates.of(
                Stream.of(steps.split(" ")).map(JobStatesTest::event).toList(), state);

        assertThat(states.sentence()).isEqualTo(sentence);
        assertThat(states.words("RETRY", "RESCUE", "RELEASE")).isEqualTo(requeues);
        assertThat(Stream.of(Job.State.values()).map(Job.State::name).filter(states::visited))
                .containsExactly(visited.split(" "));
    }

    @Test
    void a_run_that_is_cancelled_leaves_the_state_running() {
        JobStates states = JobStates.of(List.of(event("CLAIMED"), event("CANCELLED")), Job.State.CANCELLED);

        assertThat(states.walked("CANCEL_RUN")).isTrue();
        assertThat(states.walked("CANCEL")).isFalse();
    }

    private static JobEvent event(String step) {
        JobEvent event = new JobEvent();
        event.step = Step.valueOf(step);
        return event;
    }
}
