package dev.darkroom.processes;

import dev.darkroom.processes.TortureIT.Torture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ends one process again and again, each time in another way, and restarts it; in the end it is alive. */
final class FaultInjector implements Runnable {

    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;

    private final ApplicationProcess process;
    private final int longestLife;
    private final Torture torture;
    private final Random random;
    private final Deck deck;
    private final Queue<Long> killed = new ConcurrentLinkedQueue<>();

    enum Fault {
        /** {@code kill -9}. */
        KILL,
        /** The same, and once more during the restart. */
        KILL_AT_START,
        /** SIGTERM. */
        TERMINATE,
        /** SIGTERM, then {@code kill -9} within the drain. */
        KILL_WHILE_DRAINING,
        /** SIGSTOP, mostly for longer than a lease, then SIGCONT. */
        FREEZE,
        /** SIGSTOP, then {@code kill -9}. */
        KILL_FROZEN
    }

    /** Deals every fault before one repeats, the common ones several times. */
    static final class Deck {

        private static final List<Fault> CARDS = List.of(
                Fault.KILL,
                Fault.KILL,
                Fault.KILL,
                Fault.TERMINATE,
                Fault.TERMINATE,
                Fault.FREEZE,
                Fault.FREEZE,
                Fault.KILL_AT_START,
                Fault.KILL_WHILE_DRAINING,
                Fault.KILL_FROZEN);

        private final Random random;
        private final Deque<Fault> left = new ArrayDeque<>();

        Deck(Random random) {
            this.random = random;
        }

        synchronized Fault draw() {
            if (left.isEmpty()) {
                List<Fault> shuffled = new ArrayList<>(CARDS);
                Collections.shuffle(shuffled, random);
                left.addAll(shuffled);
            }
            return left.pop();
        }
    }

    /** @param longestLife in milliseconds, between two faults */
    FaultInjector(ApplicationProcess process, int longestLife, Torture torture, Random random, Deck deck) {
        this.process = process;
        this.longestLife = longestLife;
        this.torture = torture;
        this.random = random;
        this.deck = deck;
    }

    /** The process ids. */
    Queue<Long> killed() {
        return killed;
    }

    @Override
    public void run() {
        torture.pause(random, 500, longestLife);
        while (torture.goesOn()) {
            if (!process.isAlive()) {
                throw unexpected("ended by itself");
            }
            inject(deck.draw());
            if (!process.isAlive()) {
                torture.pause(random, 0, 1000);
                launch().awaitReady();
            }
            torture.pause(random, 500, longestLife);
        }
    }

    private void inject(Fault fault) {
        switch (fault) {
            case KILL -> kill();
            case KILL_AT_START -> {
                kill();
                launch();
                torture.pause(random, 0, 4000);
                kill();
            }
            case TERMINATE -> expectExit(process.stop(), SIGTERM, SIGTERM);
            case KILL_WHILE_DRAINING -> {
                process.terminate();
                torture.pause(random, 0, 800);
                kill();
            }
            case FREEZE -> {
                freeze();
                process.thaw();
            }
            case KILL_FROZEN -> {
                freeze();
                kill();
            }
        }
    }

    private ApplicationProcess launch() {
        return process.with("darkroom.drain.grace", 300 * random.nextInt(5) + "ms")
                .launch();
    }

    private void kill() {
        killed.add(process.pid());
        process.kill();
        expectExit(process.exitCode(), SIGKILL, SIGTERM);
    }

    private void freeze() {
        process.freeze();
        torture.pause(random, 400, 3500);
    }

    private void expectExit(int code, int one, int other) {
        if (code != one && code != other) {
            throw unexpected("ended with " + code);
        }
    }

    private IllegalStateException unexpected(String what) {
        return new IllegalStateException(
                "%s %s:%n%s".formatted(process.name(), what, String.join("\n", process.log())));
    }
}
