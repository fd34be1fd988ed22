package dev.darkroom.jobs;

import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The mode of this request: the web layer sets it, {@link Jobs} reads it. */
@RequestScoped
public class DispatchChoice {

    private DispatchMode mode;

    DispatchChoice(@ConfigProperty(name = "darkroom.dispatch.default") DispatchMode byDefault) {
        this.mode = byDefault;
    }

    public DispatchMode mode() {
        return mode;
    }

    public void choose(DispatchMode chosen) {
        mode = chosen;
    }
}
