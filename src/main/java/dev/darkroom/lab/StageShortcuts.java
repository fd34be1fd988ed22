package dev.darkroom.lab;

import dev.darkroom.web.StageShortcut;
import dev.darkroom.web.StageShortcut.StageReset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The two things to break that the first page offers. */
@ApplicationScoped
class StageShortcuts implements StageShortcut.Source {

    private static final String ARM = "/lab/faults";

    private final LabAccess door;
    private final ArmedFaults faults;

    StageShortcuts(LabAccess door, ArmedFaults faults) {
        this.door = door;
        this.faults = faults;
    }

    @Override
    public List<StageShortcut> experiments() {
        return door.isOpen()
                ? List.of(
                        new StageShortcut("Kill the process now", ARM, CrashPoints.HALT, CrashPoint.AT_ONCE.label()),
                        new StageShortcut("Break the mail server", ARM, Fault.MAIL_DOWN.row(), Fault.MAIL_DOWN.value()))
                : List.of();
    }

    void repair(@Observes StageReset reset) {
        if (door.isOpen()) {
            faults.repair();
        }
    }
}
