package dev.darkroom.tour;

import static dev.darkroom.jobs.DispatchMode.DURABLE;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.JobEvent.Step;
import java.util.Set;

/** A sentence that becomes true when the visitor's own records meet the condition. */
public record Goal(String text, Condition condition) {

    sealed interface Condition {}

    /** The process that the visitor killed has left no durable mail of the visitor: neither the record nor its job. */
    public record NothingLeft() implements Condition {}

    /**
     * At least {@code count} records of that type and mode have reached that phase.
     *
     * @param has steps of which their jobs have taken one, if there are any
     * @param once steps that their jobs have taken exactly once
     * @param presses how often the visitor has submitted the record, at least
     * @param reruns how often the record's work has been run again by jobs of their own, at least
     * @param effects the number of effects in the external system; null if it does not matter
     */
    public record Records(
            int count,
            String type,
            DispatchMode mode,
            String phase,
            Set<Step> has,
            Set<Step> once,
            int presses,
            int reruns,
            Range effects)
            implements Condition {

        static Records mails(DispatchMode mode, String phase) {
            return of("mails", mode, phase);
        }

        static Records charges(String phase) {
            return of("charges", DURABLE, phase);
        }

        static Records photos() {
            return of("photos", DURABLE, "done");
        }

        private static Records of(String type, DispatchMode mode, String phase) {
            return new Records(1, type, mode, phase, Set.of(), Set.of(), 1, 0, null);
        }

        Records count(int count) {
            return new Records(count, type, mode, phase, has, once, presses, reruns, effects);
        }

        Records has(Step... steps) {
            return new Records(count, type, mode, phase, Set.of(steps), once, presses, reruns, effects);
        }

        Records once(Step... steps) {
            return new Records(count, type, mode, phase, has, Set.of(steps), presses, reruns, effects);
        }

        Records presses(int presses) {
            return new Records(count, type, mode, phase, has, once, presses, reruns, effects);
        }

        Records reruns(int reruns) {
            return new Records(count, type, mode, phase, has, once, presses, reruns, effects);
        }

        Records effects(int min, int max) {
            return new Records(count, type, mode, phase, has, once, presses, reruns, new Range(min, max));
        }
    }

    public record Range(int min, int max) {

        boolean contains(long number) {
            return min <= number && number <= max;
        }
    }
}
