package dev.darkroom.jobs;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** How many more jobs each lane of this process can take: what is handed over waits in the table, not in memory. */
@Singleton
class LanePlaces {

    private final Map<Lane, Semaphore> free = new EnumMap<>(Lane.class);

    LanePlaces(LaneSettings settings) {
        for (Lane lane : Lane.values()) {
            free.put(lane, new Semaphore(settings.concurrency(lane)));
        }
    }

    int takeAll(Lane lane) {
        return free.get(lane).drainPermits();
    }

    void giveBack(Lane lane, int places) {
        free.get(lane).release(places);
    }
}
