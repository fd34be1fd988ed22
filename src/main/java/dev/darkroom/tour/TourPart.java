package dev.darkroom.tour;

import java.util.List;

/**
 * A piece of the tour as its page shows it: the head of a stop, text, something to try, or lines of source. Three of the
 * four are null.
 *
 * @param html rendered text
 */
public record TourPart(Stop stop, String html, Trial trial, Excerpt excerpt) {

    /** A claim. */
    public record Stop(String number, String title) {

        public boolean isFirst() {
            return number.equals("1");
        }
    }

    /**
     * @param label what the button says
     * @param steps what it does, for {@code tour.js}
     */
    public record Trial(String label, String steps) {}

    /** The lines of one method, or of one constant. */
    public record Excerpt(String name, String method, List<SourceLine> lines) {

        private static final int SHORT = 10;

        public String label() {
            return name.substring(name.lastIndexOf('/') + 1) + "." + method;
        }

        public boolean isShort() {
            return lines.size() <= SHORT;
        }
    }

    static TourPart stop(String number, String title) {
        return new TourPart(new Stop(number, title), null, null, null);
    }

    static TourPart html(String html) {
        return new TourPart(null, html, null, null);
    }

    static TourPart trial(String label, String steps) {
        return new TourPart(null, null, new Trial(label, steps), null);
    }

    static TourPart excerpt(SourceLink link) {
        List<SourceLine> lit = link.source().lines(link.method()).stream()
                .filter(SourceLine::lit)
                .toList();
        return new TourPart(null, null, null, new Excerpt(link.name(), link.method(), SourceLine.flush(lit)));
    }
}
