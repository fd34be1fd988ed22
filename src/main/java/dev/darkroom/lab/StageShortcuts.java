package dev.darkroom.lab;

import dev.darkroom.web.StageShortcut;
import dev.darkroom.web.StageShortcut.StageReset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The two faults that the first page offers. */
@ApplicationScoped
class StageShortcuts implements StageShortcut.Source {

    private static final String ARM = "/lab/faults";

    private final LabAccess access;
    private final ArmedFaults faults;

    StageShortcuts(LabAccess access, ArmedFaults faults) {
        this.access = access;
        this.faults = faults;
    }

    @Override
    public List<StageShortcut> shortcuts() {
        return access.isOpen()
                ? List.of(
                        new StageShortcut("Kill the process now", ARM, CrashPoints.HALT, CrashPoint.AT_ONCE.label()),
                        new StageShortcut("Break the mail server", ARM, Fault.MAIL_DOWN.id, Fault.MAIL_DOWN.value))
                : List.of();
    }

    void repair(@Observes StageReset reset) {
        if (access.isOpen()) {
            faults.repair();
        }
    }
}
