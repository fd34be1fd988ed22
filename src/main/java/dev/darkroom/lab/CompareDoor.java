package dev.darkroom.lab;

import dev.darkroom.web.PageModel.MenuEntry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** Compare is open to whoever may enter the lab: it clicks a hundred times, and can kill the process. */
@Priority(2)
@ApplicationScoped
class CompareDoor implements MenuEntry {

    private final LabAccess lab;

    CompareDoor(LabAccess lab) {
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
