package dev.darkroom.processes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** What can be done to a process. */
enum ProcessFault {
    /** {@code kill -9}, in the middle of whatever it does. */
    KILL,
    /** The same, and once more while it starts again. */
    KILL_AT_START,
    /** SIGTERM. */
    TERMINATE,
    /** SIGTERM, and then it is not given the time to end by itself. */
    KILL_WHILE_DRAINING,
    /** SIGSTOP, mostly for longer than a lease, then SIGCONT. */
    FREEZE,
    /** SIGSTOP, and it never comes back. */
    KILL_FROZEN;

    /** All of them are drawn before one comes again, the common ones several times. */
    static final class Deck {

        private static final List<ProcessFault> CARDS = List.of(
                KILL,
                KILL,
                KILL,
                TERMINATE,
                TERMINATE,
                FREEZE,
                FREEZE,
                KILL_AT_START,
                KILL_WHILE_DRAINING,
                KILL_FROZEN);

        private final Random random;
        private final Deque<ProcessFault> left = new ArrayDeque<>();

        Deck(Random random) {
            this.random = random;
        }

        synchronized ProcessFault draw() {
            if (left.isEmpty()) {
                List<ProcessFault> shuffled = new ArrayList<>(CARDS);
                Collections.shuffle(shuffled, random);
                left.addAll(shuffled);
            }
            return left.pop();
        }
    }
}
