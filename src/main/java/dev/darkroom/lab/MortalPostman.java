package dev.darkroom.lab;

import dev.darkroom.account.Postman;
import io.quarkus.mailer.Mail;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A postman who may drop dead at the door. */
@Decorator
@Priority(1)
class MortalPostman implements Postman {

    private final Postman delegate;
    private final CrashPoints points;

    MortalPostman(@Delegate Postman delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public void deliver(Mail mail) {
        points.reach(Point.BEFORE_EFFECT);
        delegate.deliver(mail);
        points.reach(Point.AFTER_EFFECT);
    }
}
