package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.Job;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobRowTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Job job = new Job();

    @Test
    void a_job_is_about_the_noun_of_its_kind() {
        job.kind = "send-welcome-mail";
        job.key = "d947753f-2e87-4456-bf7d-b3e872c8a734";

        assertThat(row().about()).isEqualTo("mail d947753f");
    }

    @ParameterizedTest
    @CsvSource({"-1,0 s", "12,12 s", "121,2 min", "7300,2 h", "200000,2 days"})
    void an_age_has_a_suitable_unit(long seconds, String words) {
        job.createdAt = NOW.minusSeconds(seconds);

        assertThat(row().age()).isEqualTo(words + " ago");
    }

    @Test
    void a_time_says_whether_the_job_waits_runs_or_ran() {
        job.state = Job.State.QUEUED;
        job.runAt = NOW.minusMillis(300);
        assertThat(row().time()).isEqualTo("waiting 300 ms");
        job.runAt = NOW.plus(Duration.ofSeconds(4));
        assertThat(row().time()).isEqualTo("next try in 4,000 ms");
        job.state = Job.State.RUNNING;
        job.claimedAt = NOW.minusSeconds(12);
        assertThat(row().time()).isEqualTo("running 12,000 ms");
        job.state = Job.State.COMPLETE;
        job.finishedAt = NOW.minusSeconds(10);
        assertThat(row().time()).isEqualTo("ran 2,000 ms");
    }

    @Test
    void a_job_cancelled_before_its_first_run_has_no_time() {
        job.state = Job.State.CANCELLED;

        assertThat(row().time()).isEmpty();
    }

    private JobRow row() {
        return new JobRow(job, NOW);
    }
}
