package dev.darkroom.lab;

import dev.darkroom.jobs.Statements;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Notices;
import dev.darkroom.web.Notices.Notice;
import dev.darkroom.web.StageFaults;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults that are injected now: database rows that every process reads. Every page shows them. */
@ApplicationScoped
class ArmedFaults implements Notices.Source, StageFaults.Source {

    private static final String ALL = "SELECT name, value FROM lab_fault";
    private static final String ARM =
            "INSERT INTO lab_fault (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value ="
                    + " excluded.value, since = now()";

    private static final String DISARM = "DELETE FROM lab_fault WHERE name = :name AND value = :value";

    private final Statements database;
    private final LabAccess.Settings settings;
    private final LabAccess access;
    private final ProcessKiller killer;

    ArmedFaults(Statements database, LabAccess.Settings settings, LabAccess access, ProcessKiller killer) {
        this.database = database;
        this.settings = settings;
        this.access = access;
        this.killer = killer;
    }

    /**
     * Returns the value of each armed fault by name, in the caller's transaction if there is one. Empty during an outage.
     * The profile {@code closed} ignores rows that would remove a guard.
     */
    Map<String, String> armed() {
        if (!settings.enabled()) {
            return Map.of();
        }
        try {
            Map<String, String> armed = new HashMap<>();
            database.query(ALL, Map.of(), row -> armed.put(row.getString(1), row.getString(2)));
            if (ClosedProfile.isClosed()) {
                Fault.guards().forEach(guard -> armed.remove(guard.id));
            }
            return armed;
        } catch (RuntimeException e) {
            Log.debug("armed faults cannot be read", e);
            return Map.of();
        }
    }

    @Override
    public List<Notice> notices() {
        Map<String, String> armed = armed();
        String sentence = armed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(fault -> clause(fault.getKey(), fault.getValue()))
                .collect(Collectors.joining("; ", "Broken in the lab: ", "."));
        return armed.isEmpty() ? List.of() : List.of(new Notice("broken", sentence, "/lab/repair"));
    }

    /** The faults of the stage, which is the first page. */
    @Override
    public Optional<StageFaults> faults() {
        if (!access.isOpen()) {
            return Optional.empty();
        }
        Map<String, String> armed = armed();
        return Optional.of(new StageFaults(Fault.MAIL_DOWN.isIn(armed), armed.size(), killer.restarts()));
    }

    void repair(@Observes StageFaults.StageReset reset) {
        if (access.isOpen()) {
            repair();
        }
    }

    boolean isArmed(Fault fault) {
        return fault.isIn(armed());
    }

    void arm(Fault fault) {
        if (fault.isGuard() && ClosedProfile.isClosed()) {
            throw new HttpRefusal(403, "In the profile closed, guards cannot be removed.");
        }
        arm(fault.id, fault.value);
    }

    void arm(String name, String value) {
        update(ARM, Map.of("name", name, "value", value));
    }

    /** Disarms a fault and returns whether it was armed. Only one of several concurrent callers gets true. */
    boolean disarm(String name, String value) {
        return update(DISARM, Map.of("name", name, "value", value)) == 1;
    }

    /** Whether this fault, which happens once, is armed and happens now. */
    boolean takeOnce(Fault fault, Map<String, String> armed) {
        return fault.isIn(armed) && disarm(fault.id, fault.value);
    }

    void repair() {
        update("DELETE FROM lab_fault", Map.of());
    }

    private static String clause(String name, String value) {
        return switch (name) {
            case CrashPoints.HALT -> "the first process that reaches " + value + " halts";
            case CrashPoints.PAUSE -> "every process that reaches " + value + " pauses";
            default -> Fault.find(name, value).map(fault -> fault.clause).orElse(name + " " + value);
        };
    }

    /** Commits separately, so that the change stays if the caller's process dies. */
    private int update(String sql, Map<String, String> parameters) {
        return QuarkusTransaction.requiringNew().call(() -> database.update(sql, parameters));
    }
}
