package dev.darkroom.lab;

import dev.darkroom.gateway.GatewayService;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A payment company on a bad day. */
@Decorator
@Priority(2)
abstract class BrokenCompany implements GatewayService {

    private final GatewayService delegate;
    private final ArmedFaults faults;
    private final Duration patience;

    BrokenCompany(
            @Delegate GatewayService delegate,
            ArmedFaults faults,
            @ConfigProperty(name = "darkroom.gateway.timeout", defaultValue = "5s") Duration patience) {
        this.delegate = delegate;
        this.faults = faults;
        this.patience = patience;
    }

    @Override
    public Answer charge(String key, int amount) {
        Map<String, String> armed = faults.armed();
        if (Fault.COMPANY_UNAVAILABLE.isIn(armed)) {
            return new Answer(Manner.UNAVAILABLE, null);
        }
        if (Fault.COMPANY_SILENT.isIn(armed)) {
            Delay.forThe(patience.multipliedBy(2));
        }
        Answer answer = delegate.charge(key, amount);
        return Fault.COMPANY_REPLY_LOST.isIn(armed) ? new Answer(Manner.REPLY_LOST, answer.entry()) : answer;
    }
}
