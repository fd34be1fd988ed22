package dev.darkroom.processes;

import java.util.Random;

/** Ends one process again and again, each time in another way, and starts it again; in the end it is alive. */
final class FaultInjector implements Runnable {

    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;

    private final ApplicationProcess victim;
    private final int longestLife;
    private final Hourglass hour;
    private final Random random;
    private final ProcessFault.Deck deck;
    private final FaultLog log;

    /** @param longestLife in milliseconds, between two torments */
    FaultInjector(
            ApplicationProcess victim,
            int longestLife,
            Hourglass hour,
            Random random,
            ProcessFault.Deck deck,
            FaultLog log) {
        this.victim = victim;
        this.longestLife = longestLife;
        this.hour = hour;
        this.random = random;
        this.deck = deck;
        this.log = log;
    }

    @Override
    public void run() {
        hour.pause(random, 500, longestLife);
        while (hour.runs()) {
            demandAlive();
            torment(deck.draw());
            comeBack();
            hour.pause(random, 500, longestLife);
        }
    }

    private void torment(ProcessFault torment) {
        switch (torment) {
            case KILL -> kill();
            case KILL_AT_START -> {
                kill();
                launch();
                hour.pause(random, 0, 4000);
                kill();
            }
            case TERMINATE -> demandExit(terminate().exitCode(), SIGTERM, SIGTERM);
            case KILL_WHILE_DRAINING -> {
                terminate();
                hour.pause(random, 0, 800);
                kill();
            }
            case FREEZE -> {
                freeze();
                victim.thaw();
            }
            case KILL_FROZEN -> {
                freeze();
                kill();
            }
        }
    }

    private void comeBack() {
        if (!victim.isAlive()) {
            hour.pause(random, 0, 1000);
            launch().awaitReady();
        }
    }

    private ApplicationProcess launch() {
        log.restarted();
        return victim.with("darkroom.drain.grace", 300 * random.nextInt(5) + "ms")
                .launch();
    }

    private void kill() {
        log.killed(victim.pid());
        victim.kill();
        demandExit(victim.exitCode(), SIGKILL, SIGTERM);
    }

    private ApplicationProcess terminate() {
        log.terminated();
        victim.terminate();
        return victim;
    }

    private void freeze() {
        log.frozen();
        victim.freeze();
        hour.pause(random, 400, 3500);
    }

    private void demandAlive() {
        if (!victim.isAlive()) {
            throw new IllegalStateException(
                    "%s ended by itself:%n%s".formatted(victim.name(), String.join("\n", victim.log())));
        }
    }

    private void demandExit(int code, int one, int other) {
        if (code != one && code != other) {
            throw new IllegalStateException(
                    "%s ended with %d:%n%s".formatted(victim.name(), code, String.join("\n", victim.log())));
        }
    }
}
