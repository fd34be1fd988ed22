package dev.darkroom.lab;

import dev.darkroom.web.Experiment;
import dev.darkroom.web.StageReset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The two things to break that the first page offers. */
@ApplicationScoped
class StageExperiments implements Experiment.Source {

    private static final String ARM = "/lab/faults";

    private final LabDoor door;
    private final Faults faults;

    StageExperiments(LabDoor door, Faults faults) {
        this.door = door;
        this.faults = faults;
    }

    @Override
    public List<Experiment> experiments() {
        return door.isOpen()
                ? List.of(
                        new Experiment("Kill the process now", ARM, CrashPoints.HALT, Point.AT_ONCE.label()),
                        new Experiment("Break the mail server", ARM, Fault.MAIL_DOWN.row(), Fault.MAIL_DOWN.value()))
                : List.of();
    }

    void repair(@Observes StageReset reset) {
        if (door.isOpen()) {
            faults.repair();
        }
    }
}
