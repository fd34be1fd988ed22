package dev.darkroom.status;

import dev.darkroom.jobs.ProcessRun;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Strips as SVG. Templates see it as {@code inject:drawings}. The drawing of each kind is rendered once, because the board has
 * some four hundred marks.
 */
@Named("drawings")
@ApplicationScoped
class MarkDrawings {

    private static final String LABEL = "@label@";

    private static final String KINDS =
            "request torn waiting live complete failed died ghost cross past counted lease hook arc"
                    + " pending stop frozen fence released cancelled rails guess";

    private static final Pattern LABELLED =
            Pattern.compile("<g class=\"scaled knob\">.*?</g>|<text.*?</text>", Pattern.DOTALL);

    private final Map<String, String> drawings = new ConcurrentHashMap<>();
    private final long leaseMs;

    MarkDrawings(ProcessRun process) {
        leaseMs = process.lease().toMillis();
    }

    @CheckedTemplate(basePath = "status")
    static class Templates {
        static native TemplateInstance drawing(String kind, String label);
    }

    /**
     * A status as marks on a track. With a word for <em>never</em>, a slot at its end. Script: {@code strip.js}.
     *
     * @param axisMs the shortest axis, so that several strips can share one
     */
    public String figure(StatusView status, String size, long axisMs, String never) {
        Strip strip = Strip.of(status, Instant.now(), axisMs, leaseMs);
        String slot = "";
        if (!never.isEmpty()) {
            slot = "<span class=\"never\">" + (strip.never().equals("failed") ? never : strip.never()) + "</span>";
        }
        return "<div class=\"strip strip-%s\" data-strip role=\"img\" aria-label=\"%s\"%s>"
                        .formatted(size, strip.sentence(), never.isEmpty() ? "" : " data-never=\"" + never + '"')
                + "<svg class=\"track\" aria-hidden=\"true\" focusable=\"false\">" + of(strip, size.equals("table"))
                + "</svg>" + slot
                + "</div>";
    }

    /** The label of an axis after so many eighths of it. Each axis is 4 s, 8 s, 16 s long, and so on. */
    public String label(long axisMs, int eighths) {
        return eighths == 0 ? "0" : axisMs * eighths / 8000 + " s";
    }

    /** Each kind of mark without a label, for the script to copy. */
    public String getTemplates() {
        return Stream.of(KINDS.split(" "))
                .map(kind -> "<template data-mark=\"%1$s\"><svg class=\"mark mark-%1$s\">%2$s</svg></template>\n"
                        .formatted(kind, drawing(kind, false).replace(LABEL, "")))
                .collect(Collectors.joining());
    }

    /** The marks of a strip, each in an SVG at its time. Labels are plain text without markup. */
    public String of(Strip strip) {
        return of(strip, false);
    }

    private String of(Strip strip, boolean small) {
        return strip.marks().stream().map(mark -> svg(strip, mark, small)).collect(Collectors.joining());
    }

    private String svg(Strip strip, Strip.Mark mark, boolean small) {
        String begin = "<svg class=\"mark mark-" + mark.kind() + (strip.isShort(mark) ? " short" : "");
        String place = "\" x=\"" + strip.x(mark) + "\" width=\"" + strip.width(mark) + "\">";
        String drawing = drawing(mark.kind(), small).replace(LABEL, mark.label());
        return begin + "\" data-kind=\"" + mark.kind() + place + drawing + "</svg>";
    }

    /** @param small without numbers and words, which {@code strip.css} does not show in a small strip */
    private String drawing(String kind, boolean small) {
        String name = small ? "small " + kind : kind;
        return drawings.computeIfAbsent(name, any -> {
            String whole = Templates.drawing(kind, LABEL).render().strip();
            return small ? LABELLED.matcher(whole).replaceAll("") : whole;
        });
    }
}
