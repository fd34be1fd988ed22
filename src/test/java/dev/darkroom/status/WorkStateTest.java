package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.Jobs.Acceptance;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkStateTest {

    /** A job may be done before its request is answered. */
    @ParameterizedTest
    @CsvSource({"INLINE, 202, 201", "VOLATILE, 202, 202", "DURABLE, 202, 202"})
    void accepted_work_gets_201_only_from_the_request_that_did_it(DispatchMode mode, int before, int after) {
        WorkState work = new WorkState(new Acceptance(mode, UUID.randomUUID(), Instant.EPOCH), 1);
        assertThat(work.acceptedCode()).isEqualTo(before);

        work.complete(new End(Instant.EPOCH, null));

        assertThat(work.acceptedCode()).isEqualTo(after);
    }
}
