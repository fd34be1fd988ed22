package dev.darkroom.lab;

import dev.darkroom.account.MailSender;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.mailer.Mail;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A mail server far away. */
@Decorator
@Priority(4)
class SlowPostman implements MailSender {

    private final MailSender delegate;
    private final SimulatedDelays delays;

    SlowPostman(@Delegate MailSender delegate, SimulatedDelays delays) {
        this.delegate = delegate;
        this.delays = delays;
    }

    @Override
    public void deliver(Mail mail) {
        Delay.forThe(delays.smtpDelay());
        delegate.deliver(mail);
    }
}
