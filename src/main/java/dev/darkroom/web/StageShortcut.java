package dev.darkroom.web;

import java.util.List;

/**
 * Something that a visitor can break with one button, wherever a page has room for it: {@code web} knows no lab.
 *
 * @param label what the button says
 * @param action where it posts to, with the fields {@code name} and {@code value}
 */
public record StageShortcut(String label, String action, String name, String value) {

    /** Whoever has something to break; nothing where nobody may. */
    public interface Source {
        List<StageShortcut> experiments();
    }
}
