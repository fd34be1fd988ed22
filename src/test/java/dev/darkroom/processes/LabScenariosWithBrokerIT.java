package dev.darkroom.processes;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** With a broker, the lab has more faults, and all others have the same effects. */
@Tag("brokers")
class LabScenariosWithBrokerIT extends LabScenarios {

    private static final List<BrokerServer> BROKERS = new ArrayList<>();

    LabScenariosWithBrokerIT() {
        super("scenarios-broker", name -> {
            BROKERS.add(new BrokerServer("rabbitmq", name));
            return BROKERS.get(BROKERS.size() - 1).settings();
        });
    }

    @AfterAll
    static void stop_the_brokers() {
        BROKERS.forEach(BrokerServer::close);
    }
}
