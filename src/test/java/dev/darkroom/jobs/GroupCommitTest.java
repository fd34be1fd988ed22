package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.GroupCommit.Batches;
import dev.darkroom.jobs.JobRunner.Outcome.Succeeded;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void a_worker_that_finds_the_queue_full_waits_for_a_place_but_not_long() {
        Batches lane = new Batches();
        Succeeded end = new Succeeded("complete", null);
        assertThat(IntStream.range(0, GroupCommit.MOST)).allMatch(i -> lane.add(null, end));
        long before = System.nanoTime();

        boolean added = lane.add(null, end);

        assertThat(added).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
