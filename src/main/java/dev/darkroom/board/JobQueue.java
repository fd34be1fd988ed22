package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.LaneReader;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A waiting job's place in its lane, now. Other people's jobs are known by their kind only. */
public record JobQueue(LaneReader.Snapshot lane, List<Slot> slots, List<Place> places) {

    /** The number of places that are drawn, this job's included. */
    private static final int MOST_PLACES = 4;

    /** The part of the axis that is as wide as a slot, and as one of more than two. Style sheet: {@code job.css}. */
    private static final double SLOT = 0.34;

    private static final double SLOT_OF_MANY = 0.21;

    /** A place for a running job. {@code share} is its time as part of the slot, on the axis's scale; null if it is free. */
    public record Slot(String kind, String share, String time) {}

    /** A place in the queue; {@code mine} is this job. */
    public record Place(int number, String name, String time, boolean mine) {}

    static JobQueue of(LaneReader.Snapshot lane, Job job, Instant now, int position, TimeAxis axis) {
        long slotMs = (long) (axis.ms() * (lane.slots() > 2 ? SLOT_OF_MANY : SLOT));
        List<Slot> slots = new ArrayList<>();
        for (Job running : lane.running()) {
            long ms = Math.max(0, Duration.between(running.claimedAt, now).toMillis());
            // The edge of a long run stays inside.
            String share = TimeAxis.share(Math.min(ms, slotMs * 19 / 20), slotMs);
            slots.add(new Slot(running.kind, share, Strip.duration(ms)));
        }
        IntStream.range(slots.size(), lane.slots()).forEach(free -> slots.add(new Slot(null, null, null)));
        return new JobQueue(lane, slots, places(lane, job, now, position));
    }

    /** The head of the queue, and this job: among them, or behind them. */
    private static List<Place> places(LaneReader.Snapshot lane, Job job, Instant now, int position) {
        List<Place> places = new ArrayList<>();
        int ahead = Math.min(position - 1, MOST_PLACES - 1);
        List<Job> others = lane.next().stream()
                .filter(due -> !due.id.equals(job.id))
                .limit(MOST_PLACES - 1)
                .toList();
        for (Job other : others) {
            if (places.size() == ahead) {
                places.add(new Place(position, job.about(), "this job", true));
            }
            String waits = "waits for " + JobRun.duration(other.runAt, now);
            places.add(new Place(places.size() + 1, other.kind, waits, false));
        }
        if (places.stream().noneMatch(Place::mine)) {
            places.add(new Place(position, job.about(), "this job", true));
        }
        return places;
    }

    /** For example: 2 workers, both busy. */
    public String workersText() {
        int all = slots.size();
        int busy = lane.running().size();
        String word = all == 1 ? "1 worker, " : all + " workers, ";
        return all == 0 ? "no worker" : word + (busy < all ? busy + " busy" : all == 2 ? "both busy" : "all busy");
    }

    public String advice() {
        return lane.finished() == 0
                ? "No job of this lane has been completed lately."
                : "The last " + lane.finished() + " jobs of this lane ran for " + Strip.duration(lane.medianMs())
                        + " at the median. More workers would shorten the wait, a restart would not.";
    }
}
