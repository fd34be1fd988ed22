package dev.darkroom.lab;

import dev.darkroom.billing.PaymentAttemptId;
import dev.darkroom.billing.PaymentGateway;
import dev.darkroom.jobs.RunningJobs;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.Optional;

/** Adds crash points before and after a charge, in the client, and hides the receipt from a run that charges again. */
@Decorator
@Priority(1)
abstract class FaultyPaymentGateway implements PaymentGateway {

    private final PaymentGateway delegate;
    private final CrashPoints points;
    private final RunningJobs running;

    FaultyPaymentGateway(@Delegate PaymentGateway delegate, CrashPoints points, RunningJobs running) {
        this.delegate = delegate;
        this.points = points;
        this.running = running;
    }

    @Override
    public Optional<String> find(PaymentAttemptId attempt) {
        boolean again = running.current().filter(ChargeAgainHandler::isFor).isPresent();
        return again ? Optional.empty() : delegate.find(attempt);
    }

    @Override
    public String charge(PaymentAttemptId attempt, int amount) {
        points.reach(CrashPoint.BEFORE_EFFECT);
        String receipt = delegate.charge(attempt, amount);
        points.reach(CrashPoint.AFTER_EFFECT);
        return receipt;
    }
}
