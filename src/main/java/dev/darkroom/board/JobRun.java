package dev.darkroom.board;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.StatusView.Attempt;
import dev.darkroom.status.Strip;
import dev.darkroom.status.Strip.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** One run of a job, read from its events: its claim, and the steps that belong to it. */
public final class JobRun {

    private static final Set<Step> ENDS =
            Set.of(Step.COMPLETE, Step.FAILED, Step.DEAD, Step.RESCUED, Step.RELEASED, Step.CANCELLED, Step.FENCED);

    /** Another process may have written them. */
    private static final Set<Step> NO_SIGN_OF_LIFE =
            Set.of(Step.RESCUED, Step.CANCELLED, Step.HANDED_OVER, Step.TAKEN_BACK, Step.DUPLICATE);

    private final JobEvent claim;
    private final List<JobEvent> events = new ArrayList<>();

    private JobRun(JobEvent claim) {
        this.claim = claim;
    }

    /** A sentence with a figure: {@code killed after} 1.2 s{@code , missed for 9.9 s}. The figure may be empty. */
    public record Sentence(String start, String figure, String end) {}

    /** Steps belong to the last claim of their round and attempt. */
    static List<JobRun> of(List<JobEvent> events) {
        Map<List<Integer>, JobRun> latest = new LinkedHashMap<>();
        List<JobRun> runs = new ArrayList<>();
        for (JobEvent event : events) {
            List<Integer> attempt = List.of(event.round, event.attempt);
            if (event.step == Step.CLAIMED) {
                latest.put(attempt, new JobRun(event));
                runs.add(latest.get(attempt));
            } else if (latest.containsKey(attempt)) {
                latest.get(attempt).events.add(event);
            }
        }
        return runs;
    }

    int number() {
        return claim.attempt;
    }

    String name() {
        return "attempt " + claim.attempt + (claim.round > 1 ? ", round " + claim.round : "");
    }

    String process() {
        return claim.process;
    }

    boolean ended() {
        return end() != null;
    }

    boolean killed() {
        return first(Step.KILLED) != null;
    }

    /** The whole run in a clause, for the page's summary: {@code died with its process}. */
    String story(String done) {
        JobEvent end = end();
        if (killed()) {
            return "died with its process";
        }
        if (end == null) {
            return "runs";
        }
        return switch (end.step) {
            case COMPLETE -> done;
            case FAILED -> "failed";
            case DEAD -> "failed for good";
            case RESCUED -> "fell silent and was rescued";
            case RELEASED -> "was given back";
            case CANCELLED -> "was cancelled";
            default ->
                frozenAt() == null
                        ? "lost its lease and was fenced"
                        : "was frozen, lost its lease and woke up too late";
        };
    }

    /** @param silentSince the last sign of life of a holder that no longer sends heartbeats, or null */
    Sentence sentence(String done, Instant now, Instant silentSince) {
        JobEvent end = end();
        if (killed()) {
            JobEvent kill = first(Step.KILLED);
            return new Sentence("killed after", duration(claim.at, kill.at), end == null ? "" : missed(kill.at, end));
        }
        if (end == null) {
            return silentSince == null
                    ? new Sentence("runs for", duration(claim.at, now), "")
                    : new Sentence("no heartbeat for", duration(silentSince, now), "");
        }
        String time = duration(claim.at, end.at);
        return switch (end.step) {
            case COMPLETE -> new Sentence(done + " in", time, "");
            case FAILED -> new Sentence("failed after", time, "");
            case DEAD -> new Sentence("failed for good after", time, "");
            case RESCUED -> new Sentence("silent after", duration(claim.at, lastSign()), missed(lastSign(), end));
            case RELEASED -> new Sentence("given back after", time, "");
            case CANCELLED -> new Sentence("cancelled after", time, "");
            default ->
                frozenAt() == null
                        ? new Sentence("fenced after", time, "")
                        : new Sentence("frozen for", duration(frozenAt(), thawedAt(end)), ", then fenced");
        };
    }

    /** The run as in a status. A noted kill and the moment of a freeze are better signs of life than the last heartbeat. */
    Attempt attempt(boolean internals) {
        JobEvent end = end();
        Instant sign = killed() ? first(Step.KILLED).at : frozenAt() != null ? frozenAt() : lastSign();
        return new Attempt(
                claim.attempt,
                internals ? claim.process : null,
                claim.at,
                end == null && !killed() ? null : sign,
                end == null ? null : end.at,
                end == null ? "running" : end.step == Step.DEAD ? "failed" : end.step.label());
    }

    /** The marks of a status. A frozen run also has its rescue, which ends its lease, and its work after it woke up. */
    List<Mark> marks(List<Mark> marks, ToLongFunction<Instant> since) {
        JobEvent rescue = first(Step.RESCUED);
        JobEvent fence = first(Step.FENCED);
        List<Mark> all = new ArrayList<>(marks);
        if (fence != null && rescue != null) {
            long lifted = since.applyAsLong(rescue.at);
            all.replaceAll(mark -> mark.kind().equals("past") ? new Mark("past", mark.from(), lifted, "") : mark);
            all.add(new Mark("hook", lifted, lifted, ""));
        }
        if (fence != null && fault("thawed") != null) {
            // Below the fence.
            all.add(0, new Mark("died", since.applyAsLong(fault("thawed")), since.applyAsLong(fence.at), ""));
        }
        return all;
    }

    private static String missed(Instant from, JobEvent end) {
        return ", missed for " + duration(from, end.at);
    }

    /** The end of the run; a fence counts before a rescue. */
    private JobEvent end() {
        JobEvent fence = first(Step.FENCED);
        return fence != null
                ? fence
                : events.stream()
                        .filter(event -> ENDS.contains(event.step))
                        .findFirst()
                        .orElse(null);
    }

    /** The last sign of life, at least the claim. */
    Instant lastSign() {
        return events.stream()
                .filter(event -> !NO_SIGN_OF_LIFE.contains(event.step))
                .filter(event -> !"rescue".equals(event.move))
                .map(event -> event.at)
                .reduce(claim.at, (first, last) -> last);
    }

    private Instant frozenAt() {
        return fault("frozen");
    }

    private Instant thawedAt(JobEvent end) {
        return fault("thawed") == null ? end.at : fault("thawed");
    }

    private Instant fault(String name) {
        return events.stream()
                .filter(event -> event.step == Step.FAULT && event.detail.startsWith(name))
                .map(event -> event.at)
                .findFirst()
                .orElse(null);
    }

    private JobEvent first(Step step) {
        return events.stream().filter(event -> event.step == step).findFirst().orElse(null);
    }

    static String duration(Instant from, Instant to) {
        return Strip.duration(Math.max(0, Duration.between(from, to).toMillis()));
    }
}
