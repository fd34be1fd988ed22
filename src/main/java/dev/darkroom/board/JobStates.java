package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A job's path through the states: how often it took each edge between two states, in order, and its current state. */
public record JobStates(Map<Edge, Integer> walks, Set<Job.State> visited, Job.State state) {

    private static final List<Box> BOXES = List.of(
            new Box("QUEUED", "queued", 1, 2),
            new Box("RUNNING", "running", 199, 2),
            new Box("COMPLETE", "complete", 393, 2),
            new Box("CANCELLED", "cancelled", 1, 78),
            new Box("DEAD", "failed", 393, 78));

    /** An edge from one state to another; its label is the word beside its arrow. */
    public enum Edge {
        CLAIM(Job.State.RUNNING),
        RETRY(Job.State.QUEUED),
        RESCUE(Job.State.QUEUED),
        RELEASE(Job.State.QUEUED),
        SETTLE(Job.State.COMPLETE),
        GIVE_UP(Job.State.DEAD),
        CANCEL(Job.State.CANCELLED),
        CANCEL_RUN(Job.State.CANCELLED),
        RETRY_DEAD(Job.State.QUEUED);

        private final Job.State to;

        Edge(Job.State to) {
            this.to = to;
        }

        String word() {
            return switch (this) {
                case GIVE_UP -> "give up";
                case CANCEL_RUN -> "cancel";
                case RETRY_DEAD -> "retry by a person";
                default -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** A state's place in the picture. */
    public record Box(String name, String word, int x, int y) {

        public int middle() {
            return x + 54;
        }

        public int baseline() {
            return y + 24;
        }
    }

    static JobStates of(List<JobEvent> events, Job.State state) {
        Map<Edge, Integer> walks = new LinkedHashMap<>();
        Set<Job.State> visited = EnumSet.of(Job.State.QUEUED, state);
        Job.State at = Job.State.QUEUED;
        for (JobEvent event : events) {
            Edge edge = edge(event.step, at);
            if (edge != null) {
                walks.merge(edge, 1, Integer::sum);
                at = edge.to;
                visited.add(at);
            }
        }
        return new JobStates(walks, visited, state);
    }

    private static Edge edge(JobEvent.Step step, Job.State at) {
        return switch (step) {
            case CLAIMED -> Edge.CLAIM;
            case FAILED -> Edge.RETRY;
            case RESCUED -> Edge.RESCUE;
            case RELEASED -> Edge.RELEASE;
            case COMPLETE -> Edge.SETTLE;
            case DEAD -> Edge.GIVE_UP;
            case CANCELLED -> at == Job.State.RUNNING ? Edge.CANCEL_RUN : Edge.CANCEL;
            case RETRIED -> Edge.RETRY_DEAD;
            default -> null;
        };
    }

    public List<Box> boxes() {
        return BOXES;
    }

    public boolean walked(String edge) {
        return walks.containsKey(Edge.valueOf(edge));
    }

    /** The words beside an arrow: those of the edges that were walked, with their counts, or else the first one's. */
    public String words(String... edges) {
        String walked = words(List.of(edges).stream().map(Edge::valueOf).toList());
        return walked.isEmpty() ? Edge.valueOf(edges[0]).word() : walked;
    }

    public boolean isAt(String name) {
        return state.name().equals(name);
    }

    public boolean visited(String name) {
        return visited.contains(Job.State.valueOf(name));
    }

    /** The whole path for screen readers. */
    public String sentence() {
        String path = words(List.copyOf(walks.keySet()));
        return path.isEmpty() ? "queued" : "queued, " + path;
    }

    private String words(List<Edge> edges) {
        return edges.stream()
                .filter(walks::containsKey)
                .map(edge -> edge.word() + (walks.get(edge) == 1 ? "" : " ×" + walks.get(edge)))
                .collect(Collectors.joining(", "));
    }
}
