package dev.darkroom.board;

import dev.darkroom.jobs.JobList.Group;
import dev.darkroom.jobs.JobList.Query;
import dev.darkroom.jobs.Labelled;
import dev.darkroom.jobs.Lane;
import dev.darkroom.web.HttpRefusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jobs that the board shows, as its address names them.
 *
 * @param group null if the address names none
 * @param lane null for all
 * @param kind empty for all, as the text
 * @param before the last job of the page before this one, or null
 */
public record JobFilter(Group group, Lane lane, String kind, String text, UUID before) {

    private static final int LONGEST_TEXT = 100;

    /** @throws HttpRefusal if a value is unknown or malformed; an empty one means all */
    static JobFilter of(String state, String lane, String kind, String text, String before) {
        Group group = parse(Group.values(), state, "state");
        return new JobFilter(group, parse(Lane.values(), lane, "lane"), plain(kind), plain(text), id(before));
    }

    private static <E extends Labelled> E parse(E[] values, String text, String name) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String labels = Stream.of(values).map(Labelled::label).collect(Collectors.joining(", "));
        return Labelled.find(values, text)
                .orElseThrow(() -> HttpRefusal.badRequest("Unknown %s. Choose one of %s.".formatted(name, labels)));
    }

    /** PostgreSQL refuses U+0000 in a text. */
    private static String plain(String text) {
        String plain = text == null ? "" : text.replace("\0", "").strip();
        return plain.substring(0, Math.min(LONGEST_TEXT, plain.length()));
    }

    static UUID id(String text) {
        try {
            return text == null || text.isBlank() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw HttpRefusal.badRequest("A job's id is a UUID.");
        }
    }

    /** @param owners null for everybody */
    Query query(Collection<String> owners) {
        return new Query(owners, group == null ? Group.ALL : group, lane, kind, text, before);
    }

    JobFilter with(Group other) {
        return new JobFilter(other, lane, kind, text, before);
    }

    /** The address of the board with another state. */
    public String withState(Group other) {
        return new JobFilter(other, lane, kind, text, null).address();
    }

    /** The address of the board with another lane; null for all lanes. */
    public String withLane(Lane other) {
        return new JobFilter(group, other, kind, text, null).address();
    }

    /** The address of the page that follows this job. */
    public String after(UUID job) {
        return new JobFilter(group, lane, kind, text, job).address();
    }

    public String latest() {
        return after(null);
    }

    private String address() {
        return "/jobs?state=" + (group == null ? Group.ALL : group).label()
                + parameter("lane", lane == null ? "" : lane.label())
                + parameter("kind", kind)
                + parameter("text", text)
                + parameter("before", before == null ? "" : before.toString());
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
