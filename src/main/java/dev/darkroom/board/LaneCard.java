package dev.darkroom.board;

import dev.darkroom.jobs.LaneReader.Load;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A lane on the board: its places for running jobs, its queue, and a curve of the jobs that finished lately.
 *
 * @param workers the processes that run jobs; each is taken to have the settings of this one
 * @param pausedBy "you", another person's address, or null if the visitor may not see it
 */
public record LaneCard(Load load, long workers, String pausedBy) {

    private static final int MOST_SLOTS = 12;

    private static final int WIDTH = 118;
    private static final int HEIGHT = 56;
    private static final int TOP = 6;

    public boolean isPaused() {
        return load.pausedBy() != null;
    }

    /** "running", "silent" or "free", in this order; at most twelve. */
    public List<String> slots() {
        Stream<String> free = Stream.generate(() -> "free").limit(free());
        return Stream.concat(load.silent().stream().sorted().map(silent -> silent ? "silent" : "running"), free)
                .limit(MOST_SLOTS)
                .toList();
    }

    /** The number of slots that are not drawn. */
    public long more() {
        return Math.max(0, load.silent().size() + free() - MOST_SLOTS);
    }

    private long free() {
        return Math.max(0, load.places() * workers - load.silent().size());
    }

    /** The slots in words. */
    public String sentence() {
        long silent = load.silent().stream().filter(each -> each).count();
        return (load.silent().size() - silent) + " running, " + silent + " silent, " + free() + " free";
    }

    public String waits() {
        if (isPaused()) {
            return "paused" + (pausedBy == null ? "" : " by " + pausedBy);
        }
        if (load.queued() == 0) {
            return "nothing waits";
        }
        return load.oldestMs() == null ? "none is due" : "oldest " + duration(load.oldestMs());
    }

    private static String duration(long ms) {
        return ms < 100_000 ? String.format(Locale.ROOT, "%.1f s", ms / 1000.0) : Strip.words(Duration.ofMillis(ms));
    }

    /** The points of the curve, oldest first. */
    public String curve() {
        long most = load.curve().stream().mapToLong(Long::longValue).max().orElse(0);
        int last = load.curve().size() - 1;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> i * WIDTH / last + "," + y(load.curve().get(i), most))
                .collect(Collectors.joining(" "));
    }

    /** The height of the curve's end. */
    public long end() {
        return Long.parseLong(curve().substring(curve().lastIndexOf(',') + 1));
    }

    private static long y(long jobs, long most) {
        return HEIGHT - TOP - (most == 0 ? 0 : jobs * (HEIGHT - 2 * TOP) / most);
    }

    public long finished() {
        return load.curve().stream().mapToLong(Long::longValue).sum();
    }
}
