package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A job's path through the states: the count of each step that led to a state, in order, and the current state. */
public record JobStates(Map<Step, Integer> moves, Job.State state) {

    private static final Set<Step> REQUEUES = Set.of(Step.FAILED, Step.RESCUED, Step.RELEASED);

    static JobStates of(List<JobEvent> events, Job.State state) {
        Map<Step, Integer> moves = new LinkedHashMap<>();
        events.stream()
                .map(event -> event.step)
                .filter(step -> !stateAfter(step).isEmpty())
                .forEach(step -> moves.merge(step, 1, Integer::sum));
        return new JobStates(moves, state);
    }

    public int times(String step) {
        return moves.getOrDefault(Step.valueOf(step), 0);
    }

    /** The steps that led back to the queue: "failed 2×, rescued". */
    public String requeues() {
        return words(REQUEUES);
    }

    public boolean isAt(String name) {
        return state.name().equals(name);
    }

    /** Whether the job is, or has been, in the state with this name. */
    public boolean visited(String name) {
        return isAt(name)
                || moves.keySet().stream().anyMatch(step -> stateAfter(step).equals(name));
    }

    public String sentence() {
        return words(moves.keySet());
    }

    private String words(Set<Step> steps) {
        return moves.entrySet().stream()
                .filter(move -> steps.contains(move.getKey()))
                .map(move -> move.getKey().label() + (move.getValue() == 1 ? "" : " " + move.getValue() + "×"))
                .collect(Collectors.joining(", "));
    }

    private static String stateAfter(Step step) {
        return switch (step) {
            case QUEUED, FAILED, RESCUED, RELEASED, RETRIED -> "QUEUED";
            case CLAIMED -> "RUNNING";
            case COMPLETE, DEAD, CANCELLED -> step.name();
            default -> "";
        };
    }
}
