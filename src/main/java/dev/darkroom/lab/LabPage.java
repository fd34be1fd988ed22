package dev.darkroom.lab;

import dev.darkroom.lab.GuardDamage.Damage;
import dev.darkroom.web.ClosedProfile;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The content of the lab's page: toggles, test amounts, the path of a job with its gaps, and the chosen scenario.
 *
 * @param kill the scenario of the button that kills the process
 * @param otherWay the chosen gap, or the first, where a run waits instead of dying, or dies instead of waiting
 * @param broker whether a broker carries the messages
 * @param pausing whether runs wait at an armed gap; otherwise their process dies there
 * @param armed how many faults are armed
 */
record LabPage(
        List<Group> groups,
        List<Place> amounts,
        List<Place> gaps,
        Place chosen,
        Place kill,
        String otherWay,
        boolean broker,
        boolean pausing,
        int armed) {

    public record Group(String title, List<Place> toggles) {}

    /**
     * A scenario on the page.
     *
     * @param damage what was damaged without this guard; null for other scenarios
     * @param locked whether this deployment never arms it
     */
    public record Place(Scenario scenario, boolean armed, boolean chosen, Damage damage, boolean locked) {}

    /** @param chosen the scenario of the permalink; null for an armed one, or the first */
    static LabPage of(Scenario chosen, Map<String, String> armed, Function<Fault, Damage> damage, boolean broker) {
        return new Builder(chosen == null ? armedOrFirst(armed) : chosen, armed, damage, broker).page();
    }

    /** The gap at that crash point. */
    public Place gap(String point) {
        return gaps.stream()
                .filter(gap -> gap.scenario().value().equals(point))
                .findFirst()
                .orElseThrow();
    }

    private static Scenario armedOrFirst(Map<String, String> armed) {
        return Scenario.ALL.stream()
                .filter(scenario -> scenario.isIn(armed))
                .findFirst()
                .orElse(Scenario.FIRST);
    }

    private record Builder(Scenario chosen, Map<String, String> armed, Function<Fault, Damage> damage, boolean broker) {

        LabPage page() {
            boolean pausing = CrashPoints.PAUSE.equals(chosen.name());
            String way = pausing ? CrashPoints.PAUSE : CrashPoints.HALT;
            return new LabPage(
                    Stream.of(
                                    group("Mail server", "mail"),
                                    group("Payment gateway", "gateway|cards"),
                                    group("Worker and disk", "freeze|disk"),
                                    group("Broker", broker ? "broker" : ""),
                                    group("Guards, switched off", "guard-.*"))
                            .filter(group -> !group.toggles.isEmpty())
                            .toList(),
                    Scenario.amounts().stream().map(this::place).toList(),
                    CrashPoint.gaps().stream()
                            .map(point -> place(Scenario.of(way, point)))
                            .toList(),
                    place(chosen),
                    place(Scenario.of(CrashPoints.HALT, CrashPoint.AT_ONCE)),
                    otherWay(pausing ? CrashPoints.HALT : CrashPoints.PAUSE),
                    broker,
                    pausing,
                    armed.size());
        }

        private Group group(String title, String ids) {
            Stream<Fault> faults = Stream.of(Fault.values()).filter(fault -> fault.id.matches(ids));
            return new Group(
                    title, faults.map(fault -> place(Scenario.of(fault))).toList());
        }

        private Place place(Scenario scenario) {
            Fault fault = Fault.find(scenario.name(), scenario.value()).orElse(null);
            boolean removesGuard = fault != null && fault.isGuard()
                    || CrashPoint.BETWEEN_WRITES.label().equals(scenario.value());
            boolean locked = removesGuard && ClosedProfile.isClosed();
            Damage done = fault != null && fault.isGuard() ? damage.apply(fault) : null;
            return new Place(scenario, scenario.isIn(armed), scenario.equals(chosen), done, locked);
        }

        private String otherWay(String way) {
            return Scenario.find(way, chosen.value())
                    .orElse(Scenario.of(way, CrashPoint.AFTER_EFFECT))
                    .id();
        }
    }
}
