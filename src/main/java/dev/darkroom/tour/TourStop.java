package dev.darkroom.tour;

import static dev.darkroom.jobs.DispatchMode.DURABLE;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.web.PageModel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stop of the tour, as data.
 *
 * @param topic the claim in a few words, for the button of the stop before
 * @param invitation the words above the buttons
 * @param solution the names of the trials that reach all goals, in order
 * @param rows how many of the latest records that its trials make are shown
 * @param lesson shown once the question is answered
 * @param limit the end of the sentence that begins with "Not guaranteed:"
 * @param test the test that proves the claim
 */
public record TourStop(
        int number,
        String claim,
        String topic,
        Question question,
        String invitation,
        List<Trial> trials,
        List<String> solution,
        int rows,
        List<Goal> goals,
        List<Excerpt> code,
        String lesson,
        String limit,
        PageModel.Source test) {

    /** @param right the place of the right answer */
    public record Question(String text, List<String> answers, int right) {}

    /** One button, which performs its actions in order. */
    public record Trial(String name, String label, List<Action> actions) {

        /** Whether the process dies of it. */
        public boolean kills() {
            return actions.stream().anyMatch(action -> "halt".equals(action.fields.get("name")));
        }
    }

    /**
     * A request of a trial: the one that a form on another page sends, too. {@code {charge}} in the address is the charge of
     * the action before.
     *
     * @param label the button of its form, for a visitor without JavaScript
     * @param address null for a pause
     * @param mode null if the request submits no work
     * @param type the type of the records that it makes, as {@code /status} names it; null if it makes none
     * @param goal a pause ends when this goal, counted from 0, is reached
     */
    public record Action(
            String label, String address, DispatchMode mode, Map<String, String> fields, String type, int goal) {

        static Action signUp(DispatchMode mode) {
            return new Action("Sign someone up", "/stage", mode, Map.of(), "mails", -1);
        }

        static Action pay(int cents) {
            return new Action("Pay", "/charges", DURABLE, Map.of("amount", Integer.toString(cents)), "charges", -1);
        }

        static Action runAgain() {
            return new Action("Run its job 100 times", "/charges/{charge}/again", DURABLE, Map.of(), null, -1);
        }

        static Action samples() {
            return new Action("Upload three photos", "/photos/samples", DURABLE, Map.of(), "photos", -1);
        }

        static Action arm(String name, String value, String label) {
            return new Action(label, "/lab/faults", null, Map.of("name", name, "value", value), null, -1);
        }

        static Action halt(String point) {
            return arm("halt", point, "Kill the process at " + point);
        }

        static Action repair() {
            return new Action("Repair everything", "/lab/repair", null, Map.of(), null, -1);
        }

        static Action noteKill() {
            return new Action("Note this process", "/tour/kill", null, Map.of(), null, -1);
        }

        static Action awaitGoal(int goal) {
            return new Action(null, null, null, Map.of(), null, goal);
        }
    }

    /** A sentence that becomes true when the visitor's own records meet the condition. */
    public record Goal(String text, Condition condition) {}

    public sealed interface Condition {}

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

    public String testClass() {
        return test.name().substring(test.name().lastIndexOf('/') + 1);
    }

    /** The records that its trials make, as "type mode". */
    Set<String> made() {
        return Set.copyOf(trials.stream()
                .flatMap(trial -> trial.actions.stream())
                .filter(action -> action.type != null)
                .map(action -> action.type + " " + action.mode.label())
                .distinct()
                .toList());
    }

    boolean waitsForKill() {
        return goals.stream().anyMatch(goal -> goal.condition instanceof NothingLeft);
    }

    boolean waitsForReruns() {
        return goals.stream().anyMatch(goal -> goal.condition instanceof Records wanted && wanted.reruns > 0);
    }
}
