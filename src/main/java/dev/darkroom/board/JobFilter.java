package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Labelled;
import dev.darkroom.jobs.Lane;
import dev.darkroom.web.HttpRefusal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs that the board shows: of one state or of all (null), and of one lane or of all (null). */
public record JobFilter(Job.State state, Lane lane) {

    /** @throws HttpRefusal if the state or lane does not exist; an empty text means all */
    static JobFilter of(String state, String lane) {
        return new JobFilter(parse(Job.State.values(), state, "state"), parse(Lane.values(), lane, "lane"));
    }

    List<Job.State> states() {
        return List.of(state == null ? Job.State.values() : new Job.State[] {state});
    }

    List<Lane> lanes() {
        return List.of(lane == null ? Lane.values() : new Lane[] {lane});
    }

    /** The address of the board with another state, or with all states if it is null. */
    public String withState(Job.State other) {
        return new JobFilter(other, lane).address();
    }

    public String withLane(Lane other) {
        return new JobFilter(state, other).address();
    }

    private String address() {
        String query = (state == null ? "" : "&state=" + state.label()) + (lane == null ? "" : "&lane=" + lane.label());
        return query.isEmpty() ? "/jobs" : "/jobs?" + query.substring(1);
    }

    private static <E extends Labelled> E parse(E[] values, String text, String name) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String labels = Stream.of(values).map(Labelled::label).collect(Collectors.joining(", "));
        return Labelled.find(values, text)
                .orElseThrow(() -> HttpRefusal.badRequest("Unknown %s. Choose one of %s.".formatted(name, labels)));
    }
}
