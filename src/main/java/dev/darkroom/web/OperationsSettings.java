package dev.darkroom.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is under {@code /q/}, {@code darkroom.operations}. */
@ConfigMapping(prefix = "darkroom.operations")
interface OperationsSettings {

    /** Whether a process that serves pages tells there more than its health: metrics, say. Then keep strangers from it. */
    @WithDefault("true")
    boolean open();
}
