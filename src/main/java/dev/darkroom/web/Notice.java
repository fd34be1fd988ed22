package dev.darkroom.web;

import java.util.List;

/**
 * Something that every page must say at its top as long as it holds.
 *
 * @param kind {@code alarm} where nothing moves until somebody acts, {@code broken} where somebody broke it on purpose
 * @param mend where to post to that makes it right again; null where no button can
 */
public record Notice(String kind, String text, String mend) {

    public Notice(String kind, String text) {
        this(kind, text, null);
    }

    /** Whoever has something to say. Asked for every page: it must be quick. */
    public interface Source {
        List<Notice> notices();
    }
}
