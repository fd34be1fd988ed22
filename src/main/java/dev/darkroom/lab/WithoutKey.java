package dev.darkroom.lab;

import dev.darkroom.gateway.Company;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A guard taken out: the company is not told which requests are one purchase. */
@Decorator
@Priority(3)
abstract class WithoutKey implements Company {

    private final Company delegate;
    private final Faults faults;
    private final Damage damage;

    WithoutKey(@Delegate Company delegate, Faults faults, Damage damage) {
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
