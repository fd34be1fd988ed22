package dev.darkroom.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long accepted work waits until somebody begins it: in the process that accepted it, and in another. */
final class PickUpFigures {

    private static final int WARM_UPS = 1000;
    private static final int TIMES = 200;
    private static final Duration REST = Duration.ofMillis(50);

    String measure() {
        try (ApplicationProcess all = new ApplicationProcess("figures-pick-up");
                ApplicationProcess web = new ApplicationProcess("figures-pick-up-two").with("darkroom.role", "web")) {
            all.start();
            web.start();
            try (ApplicationProcess worker =
                    web.worker("figures-pick-up-worker").start()) {
                return section(List.of(new Variant("one process", all), new Variant("two processes", web)));
            }
        }
    }

    private static String section(List<Variant> variants) {
        for (int i = 0; i < WARM_UPS + TIMES; i++) {
            for (Variant variant : variants) {
                variant.handOff();
                if (i >= WARM_UPS) {
                    rest();
                }
            }
        }
        return """
            ## Pick-up

            From the acceptance of a welcome mail to its claim, both on its timeline by the database's clock: %d mails, one
            at a time, interleaved, after %d to warm up. Two processes are a web process and a worker on one database.

            | | median ms | 95 %% | longest | aim |
            |---|--:|--:|--:|---|
            %s%s"""
                .formatted(
                        TIMES,
                        WARM_UPS,
                        variants.get(0).row(""),
                        variants.get(1).row("median under 10"));
    }

    /** Nobody else asks for the processors while one is at work: the timelines are read when all is over. */
    private static void rest() {
        LockSupport.parkNanos(REST.toNanos());
    }

    private record Variant(String name, HttpVisitor visitor, Timeline timeline, List<String> mails) {

        Variant(String name, ApplicationProcess darkroom) {
            this(name, HttpVisitor.signedUp(darkroom), new Timeline(darkroom), new ArrayList<>());
        }

        void handOff() {
            mails.add(visitor.welcomeAgain());
        }

        String row(String aim) {
            Times times = new Times();
            mails.stream().skip(WARM_UPS).map(timeline::pickUp).forEach(times::add);
            return "| %s | %.1f | %.1f | %.1f | %s |\n"
                    .formatted(name, times.median(), times.percentile(95), times.max(), aim);
        }
    }
}
