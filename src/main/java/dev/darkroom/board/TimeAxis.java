package dev.darkroom.board;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** A time axis in milliseconds with ticks at round times. Positions are percentages. */
public record TimeAxis(long ms, long step) {

    private static final int MOST_TICKS = 9;

    private static final long[] STEPS = {
        10, 20, 50, 100, 200, 500, 1_000,
        2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000,
        600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000
    };

    /** @param at its position */
    public record Tick(String at, String label) {}

    /** The shortest axis with round ticks that ends after that time. */
    static TimeAxis until(long lastMs) {
        long step = LongStream.of(STEPS)
                .filter(one -> lastMs / one < MOST_TICKS)
                .findFirst()
                .orElse(86_400_000L * (1 + lastMs / 86_400_000 / MOST_TICKS));
        return new TimeAxis(step * (lastMs / step + 1), step);
    }

    public List<Tick> ticks() {
        return LongStream.range(0, ms / step)
                .mapToObj(tick -> new Tick(at(tick * step), label(tick * step)))
                .toList();
    }

    /** The position of a time on the axis, within it. */
    public String at(long time) {
        return share(time, ms);
    }

    /** A part of a whole as a percentage: {@code 12.5%}. */
    static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f%%", 100.0 * Math.max(0, Math.min(part, whole)) / whole);
    }

    private String label(long time) {
        if (time == 0) {
            return "0";
        }
        if (step < 1_000) {
            return time + " ms";
        }
        if (step < 60_000) {
            return time / 1_000 + " s";
        }
        if (step < 3_600_000) {
            return time / 60_000 + " min";
        }
        return step < 86_400_000 ? time / 3_600_000 + " h" : time / 86_400_000 + " d";
    }
}
