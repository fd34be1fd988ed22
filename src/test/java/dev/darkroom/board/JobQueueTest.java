package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.board.JobQueue.Place;
import dev.darkroom.board.JobQueue.Slot;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.LaneReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobQueueTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

    private final Job mine = job("resize-photo");

    @ParameterizedTest
    @CsvSource({"1, 1 2 3 4", "3, 1 2 3 4", "4, 1 2 3 4", "12, 1 2 3 12"})
    void this_job_stands_at_its_place_behind_or_among_three_others(int position, String numbers) {
        JobQueue queue = queue(position);

        assertThat(queue.places())
                .extracting(place -> Integer.toString(place.number()))
                .containsExactly(numbers.split(" "));
        assertThat(queue.places().stream().filter(Place::mine))
                .extracting(Place::number)
                .containsExactly(position);
        assertThat(queue.places().stream().filter(place -> !place.mine()))
                .extracting(Place::name)
                .containsOnly("send-welcome-mail");
    }

    @Test
    void a_slot_is_filled_on_the_scale_of_the_axis_and_never_overflows() {
        assertThat(queue(2).slots())
                .extracting(Slot::share, Slot::time)
                .containsExactly(tuple("29.41%", "1.0 s"), tuple("95.00%", "9.0 s"));
        assertThat(queue(2).workersText()).isEqualTo("2 workers, both busy");
    }

    private JobQueue queue(int position) {
        List<Job> next = List.of(job("send-welcome-mail"), job("send-welcome-mail"), job("send-welcome-mail"));
        List<Job> running = List.of(job("resize-photo"), job("resize-photo"));
        running.get(0).claimedAt = NOW.minusSeconds(1);
        running.get(1).claimedAt = NOW.minusSeconds(9);
        LaneReader.Snapshot lane = new LaneReader.Snapshot(Lane.IMAGES, 2, running, next, 4, 50, 1800);
        return JobQueue.of(lane, mine, NOW, position, new TimeAxis(10_000, 2_000));
    }

    private static Job job(String kind) {
        Job job = new Job();
        job.id = UUID.randomUUID();
        job.kind = kind;
        job.key = "7c41d0aa-2e87-4456-bf7d-b3e872c8a734";
        job.runAt = NOW.minusSeconds(3);
        return job;
    }
}
