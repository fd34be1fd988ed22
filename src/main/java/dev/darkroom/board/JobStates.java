package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job's path through the states.
 *
 * @param moves how often each step that changes the state was taken
 * @param state the present state
 */
public record JobStates(Map<Step, Integer> moves, Job.State state) {

    private static final List<Step> MOVES = List.of(
            Step.QUEUED,
            Step.CLAIMED,
            Step.FAILED,
            Step.RESCUED,
            Step.RELEASED,
            Step.COMPLETE,
            Step.DEAD,
            Step.RETRIED,
            Step.CANCELLED);

    static JobStates of(List<JobEvent> events, Job.State state) {
        Map<Step, Integer> moves = new EnumMap<>(Step.class);
        events.stream()
                .filter(event -> MOVES.contains(event.step))
                .forEach(event -> moves.merge(event.step, 1, Integer::sum));
        return new JobStates(moves, state);
    }

    public int times(String step) {
        return moves.getOrDefault(Step.valueOf(step), 0);
    }

    /** How runs ended that were followed by another: "failed 2×, rescued". */
    public String requeues() {
        return words(List.of(Step.FAILED, Step.RESCUED, Step.RELEASED));
    }

    public boolean isAt(String name) {
        return state.name().equals(name);
    }

    /** Whether the job is, or has been, in the state with this name. */
    public boolean visited(String name) {
        return isAt(name)
                || moves.keySet().stream().anyMatch(step -> stateAfter(step).equals(name));
    }

    private static String stateAfter(Step step) {
        return switch (step) {
            case FAILED, RESCUED, RELEASED, RETRIED -> "QUEUED";
            case CLAIMED -> "RUNNING";
            default -> step.name();
        };
    }

    /** The path in words, for screen readers. */
    public String sentence() {
        return words(MOVES);
    }

    private String words(List<Step> steps) {
        return steps.stream()
                .filter(moves::containsKey)
                .map(step -> moves.get(step) == 1 ? step.label() : step.label() + " " + moves.get(step) + "×")
                .collect(Collectors.joining(", "));
    }
}
