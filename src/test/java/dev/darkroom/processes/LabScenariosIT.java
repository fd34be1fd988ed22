package dev.darkroom.processes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("processes")
class LabScenariosIT extends LabScenarios {

    LabScenariosIT() {
        super("scenarios", name -> Stream.of());
    }
}
