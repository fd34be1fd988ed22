package dev.darkroom.tour;

import java.util.List;

/**
 * A line of source.
 *
 * @param lit whether it is what somebody asked for
 */
public record SourceLine(int number, boolean lit, List<Piece> pieces) {

    /** @param sort {@code comment}, {@code keyword}, {@code literal}, or empty for all others */
    public record Piece(String text, String sort) {}
}
