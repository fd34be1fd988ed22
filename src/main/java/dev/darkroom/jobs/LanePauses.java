package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/** The lanes that a person has paused. {@link JobTable}'s pick reads the same rows. */
@ApplicationScoped
public class LanePauses {

    private final Statements database;
    private final RelaySignal signal;

    LanePauses(Statements database, RelaySignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /** Lets no process claim a job of this lane. Running jobs finish; a second call changes nothing. */
    @Transactional
    public void pause(Lane lane, String by) {
        database.update(
                "INSERT INTO paused_lane (lane, paused_by) VALUES (:lane, :by) ON CONFLICT (lane) DO NOTHING",
                Map.of("lane", lane.name(), "by", by));
    }

    @Transactional
    public void resume(Lane lane) {
        database.update("DELETE FROM paused_lane WHERE lane = :lane", Map.of("lane", lane.name()));
        signal.wakeAfterCommit(lane);
    }

    @Transactional
    public void resumeAll() {
        all().forEach(this::resume);
    }

    @Transactional
    List<Lane> all() {
        return database.query(
                "SELECT lane FROM paused_lane WHERE lane = ANY (CAST(:known AS text[]))",
                Map.of("known", List.of(Lane.values())),
                row -> Lane.valueOf(row.getString(1)));
    }
}
