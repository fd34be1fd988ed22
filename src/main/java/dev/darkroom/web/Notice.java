package dev.darkroom.web;

import java.util.List;

/**
 * Something that every page must say at its top as long as it holds.
 *
 * @param kind {@code alarm} where nothing moves until somebody acts, {@code broken} where somebody broke it on purpose
 */
public record Notice(String kind, String text) {

    /** Whoever has something to say. Asked for every page: it must be quick. */
    public interface Source {
        List<Notice> notices();
    }
}
