package dev.darkroom.processes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long a visitor waits for a sign-up, in each mode, when a mail takes two seconds. */
final class SignupFigures {

    private static final int WARM_UPS = 10;
    private static final int TIMES = 20;
    private static final String SMTP_DELAY = "2s";

    String measure() {
        try (ApplicationProcess slowMail = new ApplicationProcess("figures-signup");
                ApplicationProcess quickMail = new ApplicationProcess("figures-signup-baseline")) {
            slowMail.with("darkroom.simulate.smtp-delay", SMTP_DELAY).start();
            quickMail.start();
            Variant inline = new Variant("inline", slowMail);
            Variant inMemory = new Variant("volatile", slowMail);
            Variant durable = new Variant("durable", slowMail);
            Variant baseline = new Variant("durable", quickMail);
            List<Variant> variants = new ArrayList<>(List.of(inline, inMemory, durable, baseline));
            measure(variants);
            return section(inline, inMemory, durable, baseline);
        }
    }

    /** Interleaved, and each time another one begins, so that none always follows the same other. */
    private static void measure(List<Variant> variants) {
        for (int i = 0; i < WARM_UPS + TIMES; i++) {
            for (Variant variant : variants) {
                variant.signUp(i >= WARM_UPS);
            }
            Collections.rotate(variants, 1);
        }
    }

    private static String section(Variant inline, Variant inMemory, Variant durable, Variant baseline) {
        return """
            ## Sign-up

            Median of %d `POST /signup` for each variant, interleaved, after %d to warm up. Each holds one bcrypt (cost 10).
            `darkroom.simulate.smtp-delay` is %s. The *baseline* is a second process with `smtp-delay` 0s and all else
            equal, mode durable: its sign-up is the same request, and its mail still goes by SMTP, after the answer.

            | Variant | median ms | min | max | against the baseline | aim |
            |---|--:|--:|--:|--:|---|
            %s%s%s%s"""
                .formatted(
                        TIMES,
                        WARM_UPS,
                        SMTP_DELAY,
                        inline.row("inline", baseline, "over 2000 ms"),
                        inMemory.row("volatile", baseline, "at most 1.2"),
                        durable.row("durable", baseline, "at most 1.2"),
                        baseline.row("baseline", baseline, ""));
    }

    private record Variant(String mode, ApplicationProcess darkroom, Times times) {

        Variant(String mode, ApplicationProcess darkroom) {
            this(mode, darkroom, new Times());
        }

        void signUp(boolean counts) {
            HttpVisitor visitor = new HttpVisitor(darkroom);
            (counts ? times : new Times()).measure(() -> visitor.signUp(mode));
        }

        String row(String name, Variant baseline, String aim) {
            return "| %s | %.0f | %.0f | %.0f | %.2f | %s |\n"
                    .formatted(
                            name,
                            times.median(),
                            times.min(),
                            times.max(),
                            times.median() / baseline.times.median(),
                            aim);
        }
    }
}
