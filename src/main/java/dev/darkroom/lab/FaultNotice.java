package dev.darkroom.lab;

import dev.darkroom.web.Notices;
import dev.darkroom.web.Notices.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows on every page which faults are injected. */
@ApplicationScoped
class FaultNotice implements Notices.Source {

    private final ArmedFaults faults;

    FaultNotice(ArmedFaults faults) {
        this.faults = faults;
    }

    @Override
    public List<Notice> notices() {
        Map<String, String> armed = faults.armed();
        String sentence = armed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(fault -> clause(fault.getKey(), fault.getValue()))
                .collect(Collectors.joining("; ", "Broken in the lab: ", "."));
        return armed.isEmpty() ? List.of() : List.of(new Notice("broken", sentence, "/lab/repair"));
    }

    private static String clause(String name, String value) {
        return switch (name) {
            case CrashPoints.HALT -> "the first process that reaches " + value + " halts";
            case CrashPoints.PAUSE -> "every process that reaches " + value + " pauses";
            default -> Fault.find(name, value).map(Fault::clause).orElse(name + " " + value);
        };
    }
}
