package dev.darkroom.web;

import java.util.List;

/**
 * A button of the stage that breaks something. It is declared here because the stage does not know the lab.
 *
 * @param label the button's text
 * @param action the address it posts to, with the fields {@code name} and {@code value}
 */
public record StageShortcut(String label, String action, String name, String value) {

    /** Offers shortcuts; none where the visitor may not use them. */
    public interface Source {
        List<StageShortcut> shortcuts();
    }

    /** The visitor resets the stage: an observer repairs all that the shortcuts broke. */
    public record StageReset() {}
}
