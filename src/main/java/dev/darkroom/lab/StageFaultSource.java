package dev.darkroom.lab;

import dev.darkroom.web.StageFaults;
import dev.darkroom.web.StageFaults.StageReset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;

/** The faults of the stage, which is the first page. */
@ApplicationScoped
class StageFaultSource implements StageFaults.Source {

    private final LabAccess access;
    private final ArmedFaults faults;
    private final ProcessKiller killer;

    StageFaultSource(LabAccess access, ArmedFaults faults, ProcessKiller killer) {
        this.access = access;
        this.faults = faults;
        this.killer = killer;
    }

    @Override
    public Optional<StageFaults> faults() {
        if (!access.isOpen()) {
            return Optional.empty();
        }
        Map<String, String> armed = faults.armed();
        return Optional.of(new StageFaults(Fault.MAIL_DOWN.isIn(armed), armed.size(), killer.restarts()));
    }

    void repair(@Observes StageReset reset) {
        if (access.isOpen()) {
            faults.repair();
        }
    }
}
