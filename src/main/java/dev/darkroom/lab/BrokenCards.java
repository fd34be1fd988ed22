package dev.darkroom.lab;

import dev.darkroom.gateway.Cards;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** Cards of which none is covered. */
@Decorator
@Priority(2)
class BrokenCards implements Cards {

    private final Cards delegate;
    private final ArmedFaults faults;

    BrokenCards(@Delegate Cards delegate, ArmedFaults faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    @Override
    public boolean cover(int amount) {
        return delegate.cover(amount) && !faults.is(Fault.CARDS_DECLINED);
    }
}
