package dev.darkroom.tour;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Some members of a class, and which of their lines is lit at which moment of the visitor's record.
 *
 * @param type the class as the source pages name it, such as {@code jobs/Relay}
 * @param members their names, separated by commas
 */
public record Excerpt(String type, String members, List<Light> lights) {

    /** Parsed once: the source does not change while the program runs. */
    private static final Map<Excerpt, List<SourceLine>> PARSED = new ConcurrentHashMap<>();

    /** @param moments matches a mode and a step or phase, such as {@code durable claimed} */
    record Light(Pattern moments, String marker) {}

    static Excerpt of(String type, String members) {
        return new Excerpt(type, members, List.of());
    }

    /** Lights the first line that contains the marker. */
    Excerpt light(String moments, String marker) {
        Light light = new Light(Pattern.compile(moments), marker);
        return new Excerpt(
                type, members, Stream.concat(lights.stream(), Stream.of(light)).toList());
    }

    public String file() {
        return type.substring(type.lastIndexOf('/') + 1) + ".java";
    }

    public String address() {
        return "/source/%s?method=%s#highlighted".formatted(type, members);
    }

    public List<SourceLine> lines() {
        return PARSED.computeIfAbsent(this, Excerpt::parse);
    }

    /** The number of the line that the latest of these moments lights; empty if none does. */
    Optional<Integer> lit(List<String> latestFirst) {
        return latestFirst.stream()
                .flatMap(moment -> lights.stream()
                        .filter(light -> light.moments.matcher(moment).matches()))
                .findFirst()
                .flatMap(light -> line(light.marker));
    }

    Optional<Integer> line(String marker) {
        return lines().stream()
                .filter(line -> line.text().contains(marker))
                .map(SourceLine::number)
                .findFirst();
    }

    private static List<SourceLine> parse(Excerpt excerpt) {
        return Source.find(excerpt.type).orElseThrow().outdented().lines(excerpt.members).stream()
                .filter(SourceLine::highlighted)
                .toList();
    }
}
