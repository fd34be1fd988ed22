package dev.darkroom.lab;

import dev.darkroom.gateway.GatewayService;
import dev.darkroom.web.SimulatedDelays;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A payment company that takes its time to charge. */
@Decorator
@Priority(4)
class SlowCompany implements GatewayService {

    private final GatewayService delegate;
    private final SimulatedDelays delays;

    SlowCompany(@Delegate GatewayService delegate, SimulatedDelays delays) {
        this.delegate = delegate;
        this.delays = delays;
    }

    @Override
    public Answer charge(String key, int amount) {
        Delay.forThe(delays.gatewayDelay());
        return delegate.charge(key, amount);
    }

    @Override
    public Answer close(String key) {
        return delegate.close(key);
    }
}
