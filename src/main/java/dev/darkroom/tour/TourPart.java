package dev.darkroom.tour;

import java.util.List;

/**
 * A piece of the tour as its page shows it: text, something to try, or lines of source. Two of the three are null.
 *
 * @param html rendered text
 */
public record TourPart(String html, Trial trial, Excerpt excerpt) {

    /**
     * @param label what the button says
     * @param steps what it does, for {@code tour.js}
     */
    public record Trial(String label, String steps) {}

    /** The lines of one method. */
    public record Excerpt(String name, String method, List<SourceLine> lines) {}

    static TourPart html(String html) {
        return new TourPart(html, null, null);
    }

    static TourPart trial(String label, String steps) {
        return new TourPart(null, new Trial(label, steps), null);
    }

    static TourPart excerpt(SourceLink link) {
        List<SourceLine> lit = link.source().lines(link.method()).stream()
                .filter(SourceLine::lit)
                .toList();
        return new TourPart(null, null, new Excerpt(link.name(), link.method(), lit));
    }
}
