package dev.darkroom.lab;

import dev.darkroom.gateway.GatewayService;
import dev.darkroom.web.SimulatedDelays;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Delays the mock gateway, and can make it unavailable, slow or silent, decline every card, or ignore keys. */
@Decorator
@Priority(1)
abstract class FaultyGatewayService implements GatewayService {

    private final GatewayService delegate;
    private final ArmedFaults faults;
    private final GuardDamage damage;
    private final SimulatedDelays delays;
    private final Duration clientTimeout;

    FaultyGatewayService(
            @Delegate GatewayService delegate,
            ArmedFaults faults,
            GuardDamage damage,
            SimulatedDelays delays,
            @ConfigProperty(name = "darkroom.gateway.timeout", defaultValue = "5s") Duration clientTimeout) {
        this.delegate = delegate;
        this.faults = faults;
        this.damage = damage;
        this.delays = delays;
        this.clientTimeout = clientTimeout;
    }

    /** No transaction may be open here: it would be idle during the delays, and PostgreSQL ends idle transactions. */
    @Override
    public Answer charge(String key, int amount) {
        Map<String, String> armed = faults.armed();
        if (Fault.GATEWAY_UNAVAILABLE.isIn(armed)) {
            return new Answer(ReplyKind.UNAVAILABLE, null);
        }
        if (Fault.GATEWAY_SLOW.isIn(armed)) {
            Delay.sleep(clientTimeout.multipliedBy(2));
        }
        if (Fault.WITHOUT_KEY.isIn(armed) || !isDecided(key)) {
            Delay.sleep(delays.gatewayDelay());
        }
        Answer answer =
                Fault.WITHOUT_KEY.isIn(armed) ? chargeAgain(key, amount, armed) : chargeCard(key, amount, armed);
        return Fault.GATEWAY_REPLY_LOST.isIn(armed) ? new Answer(ReplyKind.LOST, answer.entry()) : answer;
    }

    /** A repeated request is answered at once: the delay simulates the work on the first one. */
    private boolean isDecided(String key) {
        return delegate.find(key).filter(Entry::decided).isPresent();
    }

    private Answer chargeCard(String key, int amount, Map<String, String> armed) {
        return Fault.CARDS_DECLINED.isIn(armed) ? delegate.decline(key, amount) : delegate.charge(key, amount);
    }

    /** Without the guard, each request has its own key. Only the first reply is lost, as it would be with one key. */
    private Answer chargeAgain(String key, int amount, Map<String, String> armed) {
        long before = damage.chargesOf(key);
        Answer answer = chargeCard(key + "#" + (before + 1), amount, armed);
        boolean lostBefore = before > 0 && answer.reply() == ReplyKind.LOST;
        return lostBefore ? new Answer(ReplyKind.NORMAL, answer.entry()) : answer;
    }
}
