package dev.darkroom.lab;

import dev.darkroom.web.Notices;
import dev.darkroom.web.Notices.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells on every page what is broken on purpose: who forgets that would look for a mistake in the program. */
@ApplicationScoped
class FaultNotice implements Notices.Source {

    private final ArmedFaults faults;

    FaultNotice(ArmedFaults faults) {
        this.faults = faults;
    }

    @Override
    public List<Notice> notices() {
        Map<String, String> armed = faults.armed();
        return armed.isEmpty() ? List.of() : List.of(new Notice("broken", sentence(armed), "/lab/repair"));
    }

    private static String sentence(Map<String, String> armed) {
        return "Broken on purpose: "
                + armed.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(row -> clause(row.getKey(), row.getValue()))
                        .collect(Collectors.joining("; ", "", "."));
    }

    private static String clause(String row, String value) {
        return switch (row) {
            case CrashPoints.HALT -> "the process that comes first to " + value + " halts";
            case CrashPoints.PAUSE -> "who comes to " + value + " waits there";
            default -> Fault.of(row, value).map(Fault::clause).orElse(row + " " + value);
        };
    }
}
