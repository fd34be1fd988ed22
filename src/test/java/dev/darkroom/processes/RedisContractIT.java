package dev.darkroom.processes;

import org.junit.jupiter.api.Tag;

@Tag("brokers")
class RedisContractIT extends BrokerContract {

    RedisContractIT() {
        super(new BrokerServer("redis", "contract-redis"), "contract-redis");
    }
}
