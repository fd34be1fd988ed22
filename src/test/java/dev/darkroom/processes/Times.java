package dev.darkroom.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations of the same operation, in milliseconds. */
final class Times {

    private final List<Double> millis = new ArrayList<>();

    void measure(Runnable task) {
        long begin = System.nanoTime();
        task.run();
        add(Duration.ofNanos(System.nanoTime() - begin));
    }

    void add(Duration time) {
        millis.add(time.toNanos() / 1e6);
    }

    double median() {
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
