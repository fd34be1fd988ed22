package dev.darkroom.lab;

import dev.darkroom.gateway.GatewayService;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A guard taken out: the company is not told which requests are one purchase. */
@Decorator
@Priority(3)
abstract class WithoutKey implements GatewayService {

    private final GatewayService delegate;
    private final ArmedFaults faults;
    private final GuardDamage damage;

    WithoutKey(@Delegate GatewayService delegate, ArmedFaults faults, GuardDamage damage) {
        this.delegate = delegate;
        this.faults = faults;
        this.damage = damage;
    }

    @Override
    public Answer charge(String key, int amount) {
        if (!faults.is(Fault.WITHOUT_KEY)) {
            return delegate.charge(key, amount);
        }
        long before = damage.linesOf(key);
        Answer answer = delegate.charge(key + "#" + (before + 1), amount);
        // 7.07 loses one reply, and not one for each new key.
        boolean lostBefore = before > 0 && answer.manner() == Manner.REPLY_LOST;
        return lostBefore ? new Answer(Manner.PLAIN, answer.entry()) : answer;
    }
}
