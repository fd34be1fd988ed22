package dev.darkroom.processes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("brokers")
@Tag("core")
class InMemoryContractIT extends TransportContract {

    InMemoryContractIT() {
        super("contract-in-memory", Stream.of());
    }
}
