package dev.darkroom.lab;

import dev.darkroom.billing.PaymentAttemptId;
import dev.darkroom.billing.PaymentGateway;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** Adds crash points before and after a charge, in the client. */
@Decorator
@Priority(1)
abstract class FaultyPaymentGateway implements PaymentGateway {

    private final PaymentGateway delegate;
    private final CrashPoints points;

    FaultyPaymentGateway(@Delegate PaymentGateway delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        points.reach(CrashPoint.BEFORE_EFFECT);
        String receipt = delegate.charge(attempt, amount);
        points.reach(CrashPoint.AFTER_EFFECT);
        return receipt;
    }
}
