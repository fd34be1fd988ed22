package dev.darkroom.tour;

import com.github.javaparser.JavaToken;
import dev.darkroom.tour.SourceLine.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Breaks a file's tokens into its lines: a comment or a text block goes over several. */
final class LinesOfTokens {

    private final List<List<Piece>> lines = new ArrayList<>(List.of(new ArrayList<>()));

    void add(JavaToken token) {
        String[] parts = token.getText().split("\\R", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                lines.add(new ArrayList<>());
            }
            if (!parts[i].isEmpty()) {
                lines.get(lines.size() - 1).add(new Piece(parts[i], sort(token)));
            }
        }
    }

    List<SourceLine> lit(IntPredicate wanted) {
        int count = lines.get(lines.size() - 1).isEmpty() ? lines.size() - 1 : lines.size();
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new SourceLine(number, wanted.test(number), lines.get(number - 1)))
                .toList();
    }

    private static String sort(JavaToken token) {
        return switch (token.getCategory()) {
            case COMMENT -> "comment";
            case KEYWORD -> "keyword";
            case LITERAL -> "literal";
            default -> "";
        };
    }
}
