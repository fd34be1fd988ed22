package dev.darkroom.web;

import java.util.List;

/** A button of the stage that breaks something. Declared here, because {@code account} does not depend on the lab. */
public record StageShortcut(String label, String action, String name, String value) {

    /** Offers shortcuts; none where the visitor may not use them. */
    public interface Source {
        List<StageShortcut> shortcuts();
    }

    /** The visitor resets the stage: an observer repairs all that the shortcuts broke. */
    public record StageReset() {}
}
