package dev.darkroom.lab;

import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import dev.darkroom.web.PageModel.MenuSource;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether a visitor may use the lab and Compare. In the profile {@code closed}, only the operator may. */
@Priority(1)
@ApplicationScoped
class LabAccess implements MenuSource {

    private final Settings settings;
    private final CurrentVisitor visitor;

    LabAccess(Settings settings, CurrentVisitor visitor) {
        this.settings = settings;
        this.visitor = visitor;
    }

    @ConfigMapping(prefix = "darkroom.lab")
    interface Settings {

        @WithDefault("true")
        boolean enabled();
    }

    /** Compare is part of the lab: it makes many requests and can kill the process. */
    @Override
    public List<MenuEntry> entries() {
        return isOpen() ? List.of(new MenuEntry("/compare", "Compare"), new MenuEntry("/lab", "Lab")) : List.of();
    }

    boolean isOpen() {
        return settings.enabled() && visitor.seesInternals();
    }

    /** @throws HttpRefusal (404) if this visitor may not use the lab */
    void require() {
        if (!isOpen()) {
            throw HttpRefusal.notFound();
        }
    }
}
