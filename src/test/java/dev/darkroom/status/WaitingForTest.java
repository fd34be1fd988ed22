package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.status.StatusView.WaitingFor;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingForTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broker  | mail   | 2    | false | 10:02:03 |           | It was handed over to the broker at 10:01:53 UTC. If no worker has claimed it by 10:02:03 UTC, it is handed over again.",
                "broker  | mail   | 2    | false |          |           | The broker is away. 1 job is ahead of it in the lane mail.",
                "lane    | images | 1    | false |          |           | It is the next in the lane images. It starts when a worker is free.",
                "lane    | images | 2    | true  |          |           | 1 job is ahead of it in the lane images. All its workers are busy.",
                "lane    | images | 4    | true  |          |           | 3 jobs are ahead of it in the lane images. All its workers are busy.",
                "lane    | mail   | 1000 | true  |          |           | At least 999 jobs are ahead of it in the lane mail. All its workers are busy.",
                "backoff | mail   |      | false | 10:02:03 |           | The next attempt is due at 10:02:03 UTC.",
                "outcome | payments |    | false | 10:02:03 |           | Only the external service knows whether this was done. It is asked again at 10:02:03 UTC.",
                "outcome |        |      | false |          |           | Only the external service knows whether this was done.",
                "lease   |        |      | false | 10:02:03 | process 8 | Process 8 sends no heartbeats, and its lease holds the job until 10:02:03 UTC. Then any worker may take the job.",
                "lease   |        |      | false | 10:02:03 |           | Its process sends no heartbeats, and its lease holds the job until 10:02:03 UTC. Then any worker may take the job.",
                "worker  | mail   | 3    | false |          |           | No worker is running. 2 jobs are ahead of it in the lane mail.",
                "worker  | mail   |      | false |          |           | No worker is running.",
                "pause   | mail   | 3    | false |          |           | The lane mail is paused.",
            })
    void each_reason_to_wait_has_a_sentence_with_absolute_times(
            String code, String lane, Integer position, boolean full, String until, String process, String sentence) {
        Instant time = until == null ? null : Instant.parse("2026-01-01T" + until + ".456Z");

        assertThat(new WaitingFor(
                                code, lane, position, full, time == null ? null : time.minusSeconds(10), time, process)
                        .text())
                .isEqualTo(sentence);
    }
}
