package dev.darkroom.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of source.
 *
 * @param lit whether it is what somebody asked for
 */
public record SourceLine(int number, boolean lit, List<Piece> pieces) {

    /** @param sort {@code comment}, {@code keyword}, {@code literal}, or empty for all others */
    public record Piece(String text, String sort) {}

    /** These lines without the margin that they have in common. */
    static List<SourceLine> flush(List<SourceLine> lines) {
        int margin = lines.stream()
                .filter(line -> !line.text().isBlank())
                .mapToInt(SourceLine::margin)
                .min()
                .orElse(0);
        return lines.stream().map(line -> line.without(margin)).toList();
    }

    private SourceLine without(int characters) {
        List<Piece> rest = new ArrayList<>();
        int over = characters;
        for (Piece piece : pieces) {
            int cut = Math.min(over, piece.text().length());
            over -= cut;
            if (cut < piece.text().length()) {
                rest.add(new Piece(piece.text().substring(cut), piece.sort()));
            }
        }
        return new SourceLine(number, lit, rest);
    }

    private int margin() {
        return text().length() - text().stripLeading().length();
    }

    private String text() {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
}
