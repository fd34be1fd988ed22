package dev.darkroom.processes;

import org.junit.jupiter.api.Tag;

@Tag("brokers")
class RabbitMqContractIT extends BrokerContract {

    RabbitMqContractIT() {
        super(new BrokerServer("rabbitmq", "contract-rabbitmq"), "contract-rabbitmq");
    }
}
