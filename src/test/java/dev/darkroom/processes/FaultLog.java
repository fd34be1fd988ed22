package dev.darkroom.processes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was done to the processes, and to which. */
final class FaultLog {

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger terms = new AtomicInteger();
    private final AtomicInteger freezes = new AtomicInteger();
    private final AtomicInteger restarts = new AtomicInteger();
    private final Set<Long> killedPids = ConcurrentHashMap.newKeySet();

    void killed(long pid) {
        killedPids.add(pid);
        kills.incrementAndGet();
    }

    void terminated() {
        terms.incrementAndGet();
    }

    void frozen() {
        freezes.incrementAndGet();
    }

    void restarted() {
        restarts.incrementAndGet();
    }

    boolean wasKilled(long pid) {
        return killedPids.contains(pid);
    }

    int kills() {
        return kills.get();
    }

    int terms() {
        return terms.get();
    }

    int freezes() {
        return freezes.get();
    }

    int restarts() {
        return restarts.get();
    }
}
