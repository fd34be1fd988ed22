package dev.darkroom.tour;

import static dev.darkroom.jobs.DispatchMode.DURABLE;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.web.PageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One stop of the tour, as data.
 *
 * @param topic the claim in a few words, for the button of the stop before
 * @param invitation the words above the buttons
 * @param trials all of them, in this order, reach all goals
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

    static Draft stop(int number, String claim, String topic) {
        return new Draft(number, claim, topic);
    }

    /** Says each part of a stop once. The names are those of the stop's components. */
    static final class Draft {

        private final int number;
        private final String claim;
        private final String topic;
        private final List<Trial> trials = new ArrayList<>();
        private final List<Goal> goals = new ArrayList<>();
        private String question;
        private List<String> answers;
        private int right;
        private String invitation;
        private int rows;
        private List<Excerpt> code;
        private String lesson;
        private String limit;

        private Draft(int number, String claim, String topic) {
            this.number = number;
            this.claim = claim;
            this.topic = topic;
        }

        Draft asks(String question) {
            this.question = question;
            return this;
        }

        Draft answers(int right, String... answers) {
            this.answers = List.of(answers);
            this.right = right;
            return this;
        }

        Draft invites(String invitation, int rows) {
            this.invitation = invitation;
            this.rows = rows;
            return this;
        }

        Draft tries(String name, String label, Action... actions) {
            trials.add(new Trial(name, label, List.of(actions)));
            return this;
        }

        Draft goal(String text, Goal.Condition condition) {
            goals.add(new Goal(text, condition));
            return this;
        }

        Draft shows(Excerpt... code) {
            this.code = List.of(code);
            return this;
        }

        Draft teaches(String lesson, String limit) {
            this.lesson = lesson;
            this.limit = limit;
            return this;
        }

        TourStop provedBy(String test, String method) {
            PageModel.Source source = new PageModel.Source("test/" + test, method);
            Question asked = new Question(question, answers, right);
            return new TourStop(
                    number, claim, topic, asked, invitation, trials, rows, goals, code, lesson, limit, source);
        }
    }

    public String testClass() {
        return test.name().substring(test.name().lastIndexOf('/') + 1);
    }

    /** The types of the records that the stops' trials make. */
    static Set<String> types(List<TourStop> stops) {
        return stops.stream().flatMap(TourStop::making).map(Action::type).collect(Collectors.toSet());
    }

    /** The records that its trials make, as "type mode". */
    Set<String> made() {
        return making().map(action -> action.type + " " + action.mode.label()).collect(Collectors.toSet());
    }

    private Stream<Action> making() {
        return trials.stream().flatMap(trial -> trial.actions.stream()).filter(action -> action.type != null);
    }

    boolean waitsForKill() {
        return goals.stream().anyMatch(goal -> goal.condition() instanceof Goal.NothingLeft);
    }

    boolean waitsForReruns() {
        return goals.stream().anyMatch(goal -> goal.condition() instanceof Goal.Records wanted && wanted.reruns() > 0);
    }
}
