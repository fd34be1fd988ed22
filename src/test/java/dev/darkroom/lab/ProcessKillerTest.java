package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessKillerTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AtomicInteger reloads = new AtomicInteger();
    private final AtomicInteger halts = new AtomicInteger();

    @Test
    void dev_mode_reloads_the_application_and_does_not_halt_its_process() {
        ProcessKiller killer = killer(true);
        CompletableFuture<Void> halted = CompletableFuture.runAsync(killer::halt);

        killer.stop(null);

        assertThat(halted).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(Delay.Interrupted.class);
        assertThat(reloads).hasValue(1);
        assertThat(halts).hasValue(0);
    }

    @Test
    void a_packaged_program_halts() {
        killer(false).halt();

        assertThat(reloads).hasValue(0);
        assertThat(halts).hasValue(1);
    }

    private ProcessKiller killer(boolean devMode) {
        return new ProcessKiller(devMode, reloads::incrementAndGet, halts::incrementAndGet);
    }
}
