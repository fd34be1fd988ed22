package dev.darkroom.web;

import java.util.List;

/**
 * A button that breaks something, wherever a page has room for it: {@code web} does not know the lab.
 *
 * @param label the button's text
 * @param action where it posts to, with the fields {@code name} and {@code value}
 */
public record StageShortcut(String label, String action, String name, String value) {

    /** A feature that offers shortcuts; none where the visitor may not use them. */
    public interface Source {
        List<StageShortcut> shortcuts();
    }

    /** The visitor starts again: an observer repairs everything it has broken. */
    public record StageReset() {}
}
