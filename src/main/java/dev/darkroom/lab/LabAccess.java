package dev.darkroom.lab;

import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** Who may enter the lab: everybody where it is open; in a deployment the operator, if the settings have opened it at all. */
@Priority(1)
@ApplicationScoped
class LabAccess implements MenuEntry {

    private final LabSettings settings;
    private final CurrentVisitor visitor;

    LabAccess(LabSettings settings, CurrentVisitor visitor) {
        this.settings = settings;
        this.visitor = visitor;
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

    /** To all others there is no lab. */
    void demandOpen() {
        if (!isOpen()) {
            throw HttpRefusal.notFound();
        }
    }
}
