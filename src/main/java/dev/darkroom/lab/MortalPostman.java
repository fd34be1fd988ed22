package dev.darkroom.lab;

import dev.darkroom.account.MailSender;
import io.quarkus.mailer.Mail;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A postman who may drop dead at the door. */
@Decorator
@Priority(1)
class MortalPostman implements MailSender {

    private final MailSender delegate;
    private final CrashPoints points;

    MortalPostman(@Delegate MailSender delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public void deliver(Mail mail) {
        points.reach(CrashPoint.BEFORE_EFFECT);
        delegate.deliver(mail);
        points.reach(CrashPoint.AFTER_EFFECT);
    }
}
