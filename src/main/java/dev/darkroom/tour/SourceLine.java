package dev.darkroom.tour;

import com.github.javaparser.JavaToken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line of source, split into pieces by colour. */
public record SourceLine(int number, boolean highlighted, List<Piece> pieces) {

    /** @param kind {@code comment}, {@code keyword}, {@code literal} or empty */
    public record Piece(String text, String kind) {

        Piece(String text, JavaToken token) {
            this(
                    text,
                    switch (token.getCategory()) {
                        case COMMENT -> "comment";
                        case KEYWORD -> "keyword";
                        case LITERAL -> "literal";
                        default -> "";
                    });
        }
    }

    String text() {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** Splits tokens into lines. A comment or a text block can span several. */
    static List<SourceLine> of(Iterable<JavaToken> tokens, IntPredicate highlighted) {
        List<List<Piece>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        for (JavaToken token : tokens) {
            String[] parts = token.getText().split("\\R", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    lines.add(new ArrayList<>());
                }
                if (!parts[i].isEmpty()) {
                    lines.get(lines.size() - 1).add(new Piece(parts[i], token));
                }
            }
        }
        int count = lines.get(lines.size() - 1).isEmpty() ? lines.size() - 1 : lines.size();
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new SourceLine(number, highlighted.test(number), lines.get(number - 1)))
                .toList();
    }
}
