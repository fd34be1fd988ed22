package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words for one job: its row on the board ({@link JobRow}), and its path on its own page ({@link JobStates}). */
class JobRowTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Job job = new Job();
    private final JobRow row = new JobRow(job, NOW);

    @Test
    void a_job_is_about_the_noun_of_its_kind() {
        job.kind = "send-welcome-mail";
        job.key = "d947753f-2e87-4456-bf7d-b3e872c8a734";

        assertThat(row.about()).isEqualTo("mail d947753f");
    }

    @ParameterizedTest
    @CsvSource({"-1,0 s", "12,12 s", "121,2 min", "7300,2 h", "200000,2 days"})
    void an_age_has_a_suitable_unit(long seconds, String words) {
        job.createdAt = NOW.minusSeconds(seconds);

        assertThat(row.age()).isEqualTo(words + " ago");
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,    -300, ,       ,      waiting 300 ms",
        "QUEUED,    4000, ,       ,      'next try in 4.0 s'",
        "RUNNING,   ,     -12000, ,      'running 12.0 s'",
        "COMPLETE,  ,     -12000, -9000, 'ran 3.0 s'",
        "CANCELLED, ,     ,       -1,    ''"
    })
    void a_time_says_whether_the_job_waits_runs_or_ran(
            Job.State state, Integer due, Integer claimed, Integer finished, String words) {
        job.state = state;
        job.runAt = fromNow(due);
        job.claimedAt = fromNow(claimed);
        job.finishedAt = fromNow(finished);

        assertThat(row.time()).isEqualTo(words);
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
        JobStates states =
                JobStates.of(Stream.of(steps.split(" ")).map(JobRowTest::event).toList(), state);

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

    private static Instant fromNow(Integer millis) {
        return millis == null ? null : NOW.plusMillis(millis);
    }

    private static JobEvent event(String step) {
        JobEvent event = new JobEvent();
        event.step = Step.valueOf(step);
        return event;
    }
}
