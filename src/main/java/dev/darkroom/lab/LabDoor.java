package dev.darkroom.lab;

import dev.darkroom.web.Deployment;
import dev.darkroom.web.MenuEntry;
import dev.darkroom.web.NotThere;
import dev.darkroom.web.Visitor;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** Who may enter the lab: everybody where it is open; in a deployment the operator, if the settings have opened it at all. */
@Priority(1)
@ApplicationScoped
class LabDoor implements MenuEntry {

    private final LabSettings settings;
    private final Visitor visitor;

    LabDoor(LabSettings settings, Visitor visitor) {
        this.settings = settings;
        this.visitor = visitor;
    }

    @Override
    public String path() {
        return "/lab";
    }

    @Override
    public String word() {
        return "Lab";
    }

    @Override
    public boolean isOpen() {
        return settings.enabled() && (!Deployment.isClosed() || (visitor.isSignedIn() && visitor.isOperator()));
    }

    /** To all others there is no lab. */
    void demandOpen() {
        if (!isOpen()) {
            throw new NotThere();
        }
    }
}
