package dev.darkroom.lab;

import dev.darkroom.jobs.Labelled;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment of the lab: a toggle, a gap in the path of a job, or a test amount. The page, its permalinks and the test
 * that performs each of them read this list.
 *
 * @param id in its permalink
 * @param name of the fault to arm; null for a test amount, which arms nothing
 * @param line its words in the list or in the path
 * @param action the words of its button
 * @param title a sentence without its full stop
 */
record Scenario(
        String id, String name, String value, String line, String action, String title, Expectation expectation) {

    /** The default: a mail that was sent, but not recorded. */
    static final Scenario FIRST = of(CrashPoints.HALT, CrashPoint.AFTER_EFFECT);

    static final List<Scenario> ALL = Stream.of(
                    Arrays.stream(Fault.values()).map(Scenario::of),
                    Arrays.stream(CrashPoint.values()).map(point -> of(CrashPoints.HALT, point)),
                    CrashPoint.gaps().stream().map(point -> of(CrashPoints.PAUSE, point)),
                    amounts().stream())
            .flatMap(scenarios -> scenarios)
            .toList();

    /** The work by which a visitor sees the effect of the fault. */
    enum Work implements Labelled {
        MAIL,
        CHARGE,
        PHOTO
    }

    /**
     * The result of the work in durable mode, after the fault is repaired or its process is replaced.
     *
     * @param cents the amount to pay
     * @param text one or two sentences
     */
    record Expectation(Work work, int cents, Effects effects, String text) {

        private static final int CENTS = 1000;

        static Expectation of(Effects effects, String text) {
            return new Expectation(effects.work, effects.work == Work.CHARGE ? CENTS : 0, effects, text);
        }

        static Expectation afterPayment(int cents, Effects effects, String text) {
            return new Expectation(Work.CHARGE, cents, effects, text);
        }

        /** The result of the same work if its run only waits. */
        Expectation ofPause(String reason) {
            return new Expectation(work, cents, effects.onceEach(), reason);
        }

        /** The words of the button that starts the work. */
        public String action() {
            return switch (work) {
                case MAIL -> "Sign someone up";
                case CHARGE -> String.format(Locale.ROOT, "Pay %.2f EUR", cents / 100.0);
                case PHOTO -> "Upload a photo";
            };
        }

        /** The expected effects in words. */
        public String effectsText() {
            return effects.text(work);
        }
    }

    /** @param orMore whether there may be more mails, but no more of anything else */
    record Effects(Work work, int mails, int charges, int renditions, boolean orMore) {

        static final Effects RENDITIONS = new Effects(Work.PHOTO, 0, 0, 3, false);

        static Effects mails(int count) {
            return new Effects(Work.MAIL, count, 0, 0, false);
        }

        static Effects mailsOrMore(int count) {
            return new Effects(Work.MAIL, count, 0, 0, true);
        }

        static Effects charges(int count) {
            return new Effects(Work.CHARGE, 0, count, 0, false);
        }

        /** The effects of work that is done once. */
        Effects onceEach() {
            return charges > 0 ? charges(1) : renditions > 0 ? RENDITIONS : mails(1);
        }

        String text(Work work) {
            return switch (work) {
                case MAIL ->
                    count(mails, "mail") + (orMore ? " or more" : "") + (mails > 1 ? ", with one Message-ID" : "");
                case CHARGE -> count(charges, "charge");
                case PHOTO -> count(renditions, "rendition");
            };
        }

        private static String count(int number, String noun) {
            return number == 0 ? "no " + noun : number == 1 ? "one " + noun : number + " " + noun + "s";
        }
    }

    static Scenario of(Fault fault) {
        String title = fault.title();
        return new Scenario(
                fault.id + "-" + fault.value, fault.id, fault.value, fault.line, title, title, fault.expectation);
    }

    /** @param name halt or pause */
    static Scenario of(String name, CrashPoint point) {
        boolean halts = name.equals(CrashPoints.HALT);
        String action = (halts ? "Die here: " : "Pause here: ") + point.gap;
        Expectation expectation = halts ? point.afterHalt : point.afterPause();
        return new Scenario(
                name + "-" + point.label(), name, point.label(), point.gap, action, point.title, expectation);
    }

    /** The amounts that the mock gateway treats like test card numbers. */
    static List<Scenario> amounts() {
        return List.of(
                amount(
                        1313,
                        "declined",
                        Effects.charges(0),
                        "The bank declines 13.13 EUR",
                        "The payment fails at once and is not retried: a decline proves that nothing was charged."),
                amount(
                        503,
                        "two errors",
                        Effects.charges(1),
                        "The gateway answers 503 to the first two requests for 5.03 EUR",
                        "The third request is charged. You see the time of each next attempt."),
                amount(
                        707,
                        "reply lost",
                        Effects.charges(1),
                        "The first reply to 7.07 EUR is lost after the charge",
                        "The outcome is unknown until the next attempt asks the gateway, which has charged once."));
    }

    static Optional<Scenario> find(String id) {
        return ALL.stream().filter(scenario -> scenario.id.equals(id)).findFirst();
    }

    static Optional<Scenario> find(String name, String value) {
        return find(name + "-" + value);
    }

    static List<Scenario> all(boolean broker) {
        return ALL.stream().filter(one -> broker || !one.needsBroker()).toList();
    }

    boolean needsBroker() {
        return "broker".equals(name)
                || CrashPoint.OF_BROKER.stream().anyMatch(point -> point.label().equals(value));
    }

    /** Whether the scenario can be armed and is. */
    boolean isIn(Map<String, String> armed) {
        return name != null && value.equals(armed.get(name));
    }

    private static Scenario amount(int cents, String line, Effects effects, String title, String text) {
        String euros = String.format(Locale.ROOT, "%.2f", cents / 100.0);
        Expectation expectation = Expectation.afterPayment(cents, effects, text);
        return new Scenario(
                "pay-" + cents, null, null, euros + " " + line, "Pay " + euros + " EUR", title, expectation);
    }
}
