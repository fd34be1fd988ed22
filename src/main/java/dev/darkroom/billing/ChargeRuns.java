package dev.darkroom.billing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * From presses to runs to charges: how often one payment's button was pressed, its job was run, and the gateway charged.
 *
 * @param repeats null where the visitor may not run the job again, or the gateway does not answer
 */
public record ChargeRuns(Reconciliation payment, ChargeRepeats repeats) {

    private static final int TICKS = 100;
    private static final int TICK_HEIGHT = 19;
    private static final int MOST_BARS = 20;
    private static final int FIRST_BAR = 27;

    /**
     * A run: it stands at {@code x} (percent), {@code y} from the top, until it ends. Then it lies on the ledger's line from
     * one point to the other.
     */
    public record Tick(double x, int y, double x1, int y1, double x2, int y2, boolean fallen) {

        public int bottom() {
            return y + TICK_HEIGHT;
        }

        static Tick of(int number, boolean fallen) {
            double stands = 28.5 + 0.7 * number;
            double lies = 29 + 40 * (number * 37 % TICKS) / 100.0;
            int low = 118 - number * 7 % 9;
            int high = low - 2 - number * 5 % 7;
            boolean rising = number % 2 == 0;
            return new Tick(stands, 2, lies, rising ? low : high, lies + 1.7, rising ? high : low, fallen);
        }
    }

    public ChargeCard charge() {
        return payment.charge();
    }

    public boolean repeated() {
        return repeats != null && repeats.runs() > 0;
    }

    public boolean repeatable() {
        return repeats != null && charge().status().complete();
    }

    public int runs() {
        return repeated() ? repeats.complete() : charge().status().attempt();
    }

    public String runsText() {
        return repeated() ? "of " + repeats.runs() + " runs" : runs() == 1 ? "run" : "runs";
    }

    /** A bar for each line in the gateway's ledger: where it stands, in percent. */
    public List<Integer> bars() {
        return IntStream.range(0, Math.min(payment.charges(), MOST_BARS))
                .map(number -> FIRST_BAR + number)
                .boxed()
                .toList();
    }

    public String lines() {
        return payment.charges() == 1 ? "one line" : payment.charges() + " lines";
    }

    public List<Tick> ticks() {
        int fallen = repeated() ? TICKS * repeats.complete() / repeats.runs() : 0;
        return IntStream.range(0, repeated() ? TICKS : 0)
                .mapToObj(number -> Tick.of(number, number < fallen))
                .toList();
    }
}
