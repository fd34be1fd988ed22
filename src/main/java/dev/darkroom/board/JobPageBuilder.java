package dev.darkroom.board;

import dev.darkroom.board.JobPage.Lane;
import dev.darkroom.board.JobRun.Sentence;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.LaneReader;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.Strip;
import dev.darkroom.status.Strip.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a job, its events and the status of its record on one axis. */
final class JobPageBuilder {

    /** Older lanes are folded. */
    private static final int MOST_LANES = 6;

    /** A due time further away than this is not on the axis, so that the past keeps its room. */
    private static final Duration HORIZON = Duration.ofMinutes(1);

    /** The page refreshes in less time. Until then the clock stays on the axis. */
    private static final Duration HEADROOM = Duration.ofSeconds(3);

    private final Job job;
    private final List<JobEvent> events;
    private final StatusView status;
    private final Instant now;
    private final long leaseMs;
    private final boolean internals;
    private final boolean broker;
    private final String done;
    private final List<JobRun> runs;
    private final StatusView.WaitingFor waiting;
    private final Instant start;
    private final TimeAxis axis;

    /**
     * @param status null if the record is deleted
     * @param broker whether due jobs are handed over to a broker
     * @param done what a complete job of this kind did, in words
     */
    JobPageBuilder(
            Job job,
            List<JobEvent> events,
            StatusView status,
            Instant now,
            long leaseMs,
            boolean internals,
            boolean broker,
            String done) {
        this.job = job;
        this.events = events;
        this.status = status;
        this.now = now;
        this.leaseMs = leaseMs;
        this.internals = internals;
        this.broker = broker;
        this.done = done;
        this.runs = JobRun.of(events);
        this.waiting = status == null || job.state.isFinished() ? null : status.waitingFor();
        this.start = events.isEmpty() ? job.createdAt : events.get(0).at;
        this.axis = TimeAxis.until(lastMs());
    }

    JobPage build(JobPage.Counts counts, LaneReader.Snapshot queue, boolean allHeartbeats, String conflict) {
        List<JobTimeline.Row> rows = JobTimeline.rows(events, internals);
        List<JobLine> lines = JobLine.of(events, rows, this::since, axis, allHeartbeats);
        List<Lane> all = lanes();
        List<Lane> lanes = all.subList(1, all.size());
        int folded = Math.max(0, lanes.size() - MOST_LANES);
        return new JobPage(
                job,
                status,
                waiting == null ? null : status.waitingText(),
                story(),
                counts,
                JobStates.of(events, job.state),
                start,
                axis,
                all.get(0),
                lanes.subList(0, folded),
                lanes.subList(folded, lanes.size()),
                lines,
                moving() ? new JobPage.Now(axis.at(since(now)), Strip.duration(since(now))) : null,
                next(),
                queue == null ? null : JobQueue.of(queue, job, now, status.queuePosition(), axis),
                Collections.frequency(rows.stream().map(JobTimeline.Row::step).toList(), "heartbeat")
                        - Collections.frequency(
                                lines.stream().map(JobLine::step).toList(), "heartbeat"),
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
        long until = moving() ? since(now.plus(HEADROOM)) : 0;
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
                .map(run -> "Attempt " + run.number() + " " + run.story(done) + ".")
                .collect(Collectors.joining(" ", earlier, ""));
    }

    /** The lane of the request, and one for each run; a queued job has one for its next run. */
    private List<Lane> lanes() {
        List<Strip> strips = Strip.of(wholeStatus(), now, axis.ms(), leaseMs).lanes(axis.ms());
        List<Lane> lanes = new ArrayList<>();
        lanes.add(new Lane("request", null, request(), strips.get(0)));
        for (JobRun run : runs) {
            boolean holder = waiting != null && waiting.code().equals("lease") && !run.ended();
            List<Mark> marks = run.marks(strips.get(lanes.size()).marks(), this::since).stream()
                    .map(this::labelled)
                    .toList();
            lanes.add(new Lane(
                    run.name(),
                    internals ? run.process() : null,
                    run.sentence(done, now, holder ? run.lastSign() : null),
                    new Strip(marks, run.story(done), "", axis.ms())));
        }
        if (waiting != null || job.state == Job.State.QUEUED) {
            lanes.add(nextLane(strips.size() > lanes.size() ? strips.get(lanes.size()) : null));
        }
        return lanes;
    }

    /** The run that has yet to begin. */
    private Lane nextLane(Strip strip) {
        Instant since = events.stream()
                .filter(event -> event.step != Step.HANDED_OVER && event.step != Step.TAKEN_BACK)
                .map(event -> event.at)
                .reduce(start, (earlier, later) -> later);
        boolean queued = job.state == Job.State.QUEUED;
        return new Lane(
                "attempt " + (job.attempt + 1),
                null,
                queued ? new Sentence("waits for", JobRun.duration(since, now), "") : new Sentence("", "", ""),
                strip == null ? new Strip(List.of(), "", "", axis.ms()) : strip);
    }

    private Mark labelled(Mark mark) {
        boolean wide = mark.kind().equals("past") && 3 * (mark.to() - mark.from()) > axis.ms();
        return wide ? new Mark(mark.kind(), mark.from(), mark.to(), "lease runs out") : mark;
    }

    private Sentence request() {
        Integer ms = status == null ? null : status.requestMs();
        return ms == null
                ? new Sentence("its time is not known", "", "")
                : new Sentence("you waited", Strip.duration(ms), "");
    }

    /** The status with all runs, also of a job whose record is deleted. */
    private StatusView wholeStatus() {
        boolean failed = job.state == Job.State.DEAD || job.state == Job.State.CANCELLED;
        String state = job.state == Job.State.COMPLETE ? "complete" : failed ? "failed" : "processing";
        Instant next = job.state == Job.State.QUEUED && job.runAt.isAfter(now) ? job.runAt : null;
        return new StatusView(
                job.id,
                state,
                StatusView.Phase.of(job).label(),
                "durable",
                job.attempt,
                job.maxAttempts,
                next,
                null,
                null,
                runs.stream().map(run -> run.attempt(internals)).toList(),
                status == null ? null : status.leaseEndsAt(),
                null,
                null,
                null,
                start,
                job.startedAt,
                job.finishedAt,
                status == null ? null : status.requestMs(),
                Map.of());
    }

    /** The statement that moves a waiting job. */
    private JobLine next() {
        if (waiting == null) {
            return null;
        }
        boolean lease = waiting.code().equals("lease");
        JobEvent move = new JobEvent();
        move.step = lease ? Step.RESCUED : Step.CLAIMED;
        move.move = lease ? "rescue" : broker ? "mark" : "pick";
        move.at = now;
        JobTimeline.Row due = JobTimeline.rows(List.of(move), internals).get(0);
        return new JobLine(
                "next",
                isDueSoon() ? axis.at(since(waiting.until())) : null,
                waiting.until() == null ? "?" : String.format("%,d", since(waiting.until())),
                "due",
                lease ? "rescue" : broker ? "hand over" : "claim",
                due(),
                StatementExcerpt.of(due.statement()),
                null,
                "? rows",
                null,
                due.source());
    }

    private String due() {
        Instant until = waiting.until();
        long seconds =
                until == null ? 0 : Math.max(0, Duration.between(now, until).toSeconds());
        return switch (waiting.code()) {
            case "pause" -> "when the lane is resumed";
            case "worker" -> "when a worker starts";
            case "lane" -> broker ? "to a free worker" : "by a free worker";
            default -> until == null ? "" : "due in " + seconds + " s";
        };
    }
}
