package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Lane;
import dev.darkroom.web.HttpRefusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs that the board shows: all, or those of one state, of one lane, or of both. */
public record JobFilter(Optional<Job.State> state, Optional<Lane> lane) {

    /** @throws HttpRefusal if the state or lane does not exist; an empty text means all */
    static JobFilter of(String state, String lane) {
        return new JobFilter(parse(Job.State.values(), state, "state"), parse(Lane.values(), lane, "lane"));
    }

    List<Job.State> states() {
        return state.map(List::of).orElse(List.of(Job.State.values()));
    }

    List<Lane> lanes() {
        return lane.map(List::of).orElse(List.of(Lane.values()));
    }

    /** The address of the board with another state, or with all states if it is null. */
    public String withState(Job.State other) {
        return address(Optional.ofNullable(other), lane);
    }

    public String withLane(Lane other) {
        return address(state, Optional.ofNullable(other));
    }

    public boolean isState(Job.State one) {
        return state.equals(Optional.ofNullable(one));
    }

    public boolean isLane(Lane one) {
        return lane.equals(Optional.ofNullable(one));
    }

    private static String address(Optional<Job.State> state, Optional<Lane> lane) {
        String query = Stream.of(state.map(one -> "state=" + word(one)), lane.map(one -> "lane=" + word(one)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "/jobs" : "/jobs?" + query;
    }

    private static <E extends Enum<E>> Optional<E> parse(E[] values, String text, String name) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        String words = Arrays.stream(values).map(JobFilter::word).collect(Collectors.joining(", "));
        return Optional.of(Arrays.stream(values)
                .filter(value -> word(value).equals(text))
                .findFirst()
                .orElseThrow(() -> HttpRefusal.badRequest("Unknown %s. Choose one of %s.".formatted(name, words))));
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
