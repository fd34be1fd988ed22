package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The way of one job through the states that a job can have.
 *
 * @param taken how often each step was taken that leads from one state into another
 * @param state where it is now
 */
public record JobStates(Map<Step, Integer> taken, Job.State state) {

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
        Map<Step, Integer> taken = new EnumMap<>(Step.class);
        events.stream()
                .filter(event -> MOVES.contains(event.step))
                .forEach(event -> taken.merge(event.step, 1, Integer::sum));
        return new JobStates(taken, state);
    }

    /** @param step by its label */
    public int times(String step) {
        return taken.entrySet().stream()
                .filter(one -> one.getKey().label().equals(step))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How an attempt ended that was not the last one: "failed 2×, rescued". */
    public String wayBack() {
        return words(List.of(Step.FAILED, Step.RESCUED, Step.RELEASED));
    }

    public boolean isAt(String name) {
        return state.name().equals(name);
    }

    /** Whether it is there, or has been. */
    public boolean hasSeen(String name) {
        return isAt(name) || taken.keySet().stream().anyMatch(step -> leadsTo(step, name));
    }

    private static boolean leadsTo(Step step, String name) {
        return switch (step) {
            case QUEUED, FAILED, RESCUED, RELEASED, RETRIED -> name.equals("QUEUED");
            case CLAIMED -> name.equals("RUNNING");
            default -> name.equals(step.name());
        };
    }

    /** All of it in words, for those who cannot see it. */
    public String sentence() {
        return words(MOVES);
    }

    private String words(List<Step> steps) {
        return steps.stream()
                .filter(taken::containsKey)
                .map(step -> taken.get(step) == 1 ? step.label() : step.label() + " " + taken.get(step) + "×")
                .collect(Collectors.joining(", "));
    }
}
