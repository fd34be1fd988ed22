package dev.darkroom.web;

import java.util.Optional;

/**
 * The faults that the stage shows and offers. Declared here, because {@code account} does not depend on the lab.
 *
 * @param armed the number of all faults that are armed
 * @param restarts whether a killed process is started again
 */
public record StageFaults(boolean mailDown, int armed, boolean restarts) {

    /** Empty if the visitor may not use the lab. */
    public interface Source {
        Optional<StageFaults> faults();
    }

    /** The visitor resets the stage: an observer repairs all faults. */
    public record StageReset() {}
}
