package dev.darkroom.lab;

import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens the lab to everybody where it is enabled; in the profile {@code closed}, only to the operator. */
@Priority(1)
@ApplicationScoped
class LabAccess implements MenuEntry {

    private final Settings settings;
    private final CurrentVisitor visitor;

    LabAccess(Settings settings, CurrentVisitor visitor) {
        this.settings = settings;
        this.visitor = visitor;
    }

    /** The lab, {@code darkroom.lab}. */
    @ConfigMapping(prefix = "darkroom.lab")
    interface Settings {

        /** Whether faults may be injected. */
        @WithDefault("true")
        boolean enabled();
    }

    @Override
    public String path() {
        return "/lab";
    }

    @Override
    public String label() {
        return "Lab";
    }

    @Override
    public boolean isOpen() {
        return settings.enabled() && (!ClosedProfile.isClosed() || (visitor.isSignedIn() && visitor.isOperator()));
    }

    /** @throws HttpRefusal (404) if this visitor may not use the lab */
    void require() {
        if (!isOpen()) {
            throw HttpRefusal.notFound();
        }
    }

    /** Compare is part of the lab: it makes a hundred requests and can kill the process. */
    @Priority(2)
    @ApplicationScoped
    static class Compare implements MenuEntry {

        private final LabAccess lab;

        Compare(LabAccess lab) {
            this.lab = lab;
        }

        @Override
        public String path() {
            return "/compare";
        }

        @Override
        public String label() {
            return "Compare";
        }

        @Override
        public boolean isOpen() {
            return lab.isOpen();
        }
    }
}
