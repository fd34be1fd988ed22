package dev.darkroom.board;

import dev.darkroom.board.JobPage.Counts;
import dev.darkroom.board.JobPage.Lane;
import dev.darkroom.board.JobPage.Now;
import dev.darkroom.board.JobPage.Place;
import dev.darkroom.board.JobPage.Queue;
import dev.darkroom.board.JobPage.Slot;
import dev.darkroom.board.JobRun.Sentence;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.LaneQueue;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.StatusView.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a job, its events and the status of its record on one axis. */
final class JobPageBuilder {

    /** Older lanes are folded. */
    private static final int MOST_LANES = 6;

    /** A due time further away than this is not on the axis, so that the past keeps its room. */
    private static final Duration HORIZON = Duration.ofMinutes(1);

    /** The number of the queue's places that are drawn, this job's included. */
    private static final int MOST_PLACES = 4;

    /** The part of the axis that is as wide as a slot. */
    private static final double SLOT = 0.3;

    private final Job job;
    private final List<JobEvent> events;
    private final StatusView status;
    private final Instant now;
    private final boolean internals;
    private final String done;
    private final List<JobRun> runs;
    private final WaitingFor waiting;
    private final Instant start;
    private final TimeAxis axis;

    /**
     * @param status null if the record is deleted
     * @param done what a complete job of this kind did, in words
     */
    JobPageBuilder(Job job, List<JobEvent> events, StatusView status, Instant now, boolean internals, String done) {
        this.job = job;
        this.events = events;
        this.status = status;
        this.now = now;
        this.internals = internals;
        this.done = done;
        this.runs = JobRun.of(events);
        this.waiting = status == null ? null : status.waitingFor();
        this.start = status == null ? job.createdAt : status.acceptedAt();
        this.axis = TimeAxis.until(lastMs());
    }

    JobPage build(Counts counts, LaneQueue.Snapshot queue, boolean allHeartbeats, String conflict) {
        List<JobTimeline.Row> rows = JobTimeline.rows(events, internals);
        List<JobLine> lines = JobLine.of(events, rows, axis, allHeartbeats);
        List<Lane> lanes = lanes();
        int folded = Math.max(0, lanes.size() - MOST_LANES);
        return new JobPage(
                new JobRow(job, now),
                status,
                status == null ? null : status.waitingText(),
                story(),
                counts,
                JobStates.of(events, job.state),
                axis,
                request(),
                lanes.subList(0, folded),
                lanes.subList(folded, lanes.size()),
                lines,
                moving() ? new Now(axis.at(since(now)), JobRun.seconds(since(now))) : null,
                next(),
                queue == null ? null : queue(queue),
                rows.size() - lines.size(),
                conflict);
    }

    private boolean moving() {
        return !job.state.isFinished();
    }

    private long since(Instant at) {
        return Math.max(0, Duration.between(start, at).toMillis());
    }

    /** The end of what is on the axis: the last step, now while something moves, and what is due soon. */
    private long lastMs() {
        long last = events.isEmpty() ? 0 : since(events.get(events.size() - 1).at);
        long until = moving() ? since(now) : 0;
        return Math.max(last, Math.max(until, isDueSoon() ? since(waiting.until()) : 0));
    }

    private boolean isDueSoon() {
        return waiting != null && waiting.until() != null && waiting.until().isBefore(now.plus(HORIZON));
    }

    private String story() {
        if (runs.isEmpty()) {
            return job.state == Job.State.CANCELLED ? "It was cancelled before its first attempt." : "";
        }
        int shown = Math.min(2, runs.size());
        String earlier = runs.size() > shown ? runs.size() - shown + " earlier attempts ended without success. " : "";
        return runs.subList(runs.size() - shown, runs.size()).stream()
                .map(run -> "Attempt " + run.attempt() + " " + run.story(done) + ".")
                .collect(Collectors.joining(" ", earlier, ""));
    }

    private Sentence request() {
        return status == null || status.requestMs() == null
                ? null
                : new Sentence("you waited", JobRun.seconds(status.requestMs()), "");
    }

    private List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (JobRun run : runs) {
            boolean holder = waiting != null && waiting.code().equals("lease") && !run.ended();
            lanes.add(new Lane(
                    run.attempt(),
                    internals ? run.process() : null,
                    run.sentence(done, now, holder ? run.lastSign() : null)));
        }
        if (job.state == Job.State.QUEUED) {
            Instant since = events.isEmpty() ? start : events.get(events.size() - 1).at;
            lanes.add(new Lane(job.attempt + 1, null, new Sentence("waits for", JobRun.seconds(since, now), "")));
        }
        return lanes;
    }

    /** The statement that moves a waiting job. */
    private JobLine next() {
        if (waiting == null) {
            return null;
        }
        boolean lease = waiting.code().equals("lease");
        JobEvent move = new JobEvent();
        move.step = lease ? JobEvent.Step.RESCUED : JobEvent.Step.CLAIMED;
        move.move = lease ? "rescue" : "pick";
        move.at = waiting.until();
        JobTimeline.Row row = JobTimeline.next(move, internals);
        return new JobLine(
                "next",
                isDueSoon() ? axis.at(since(waiting.until())) : null,
                waiting.until() == null ? "?" : String.format("%,d", since(waiting.until())),
                "due",
                lease ? "rescue" : "claim",
                due(),
                StatementExcerpt.of(row.statement()),
                null,
                "? rows",
                null,
                row.source());
    }

    private String due() {
        return switch (waiting.code()) {
            case "pause" -> "when the lane is resumed";
            case "worker" -> "when a worker starts";
            case "lane" -> "by a free worker";
            default ->
                waiting.until() == null
                        ? ""
                        : "due in "
                                + Math.max(
                                        0,
                                        Duration.between(now, waiting.until()).toSeconds()) + " s";
        };
    }

    private Queue queue(LaneQueue.Snapshot lane) {
        long slotMs = (long) (axis.ms() * SLOT);
        List<Slot> slots = new ArrayList<>();
        for (Job running : lane.running()) {
            long ms = Math.max(0, Duration.between(running.claimedAt, now).toMillis());
            slots.add(new Slot(running.kind, TimeAxis.share(ms, slotMs), JobRun.seconds(ms)));
        }
        IntStream.range(slots.size(), lane.slots()).forEach(free -> slots.add(new Slot(null, null, null)));
        return new Queue(lane, slots, places(lane), advice(lane));
    }

    /** The head of the queue, and this job: the last of them, or where it stands. */
    private List<Place> places(LaneQueue.Snapshot lane) {
        int mine = status.queuePosition();
        List<Place> places = new ArrayList<>();
        for (Job due : lane.next()) {
            int number = places.size() + 1;
            if (number != mine && number < MOST_PLACES || mine < MOST_PLACES && !due.id.equals(job.id)) {
                places.add(new Place(Integer.toString(number), due.kind, waits(due), false));
            } else if (number == mine) {
                places.add(new Place(Integer.toString(number), job.kind, "this job", true));
            }
        }
        if (places.stream().noneMatch(Place::mine)) {
            places.add(new Place(Integer.toString(mine), job.kind, "this job", true));
        }
        return places;
    }

    private String waits(Job due) {
        return "waits for " + JobRun.seconds(due.runAt, now);
    }

    private static String advice(LaneQueue.Snapshot lane) {
        return lane.finished() == 0
                ? "No job of this lane is complete yet."
                : "The last " + lane.finished() + " jobs of this lane ran for " + JobRun.seconds(lane.medianMs())
                        + " at the median. More workers would shorten the wait, a restart would not.";
    }
}
