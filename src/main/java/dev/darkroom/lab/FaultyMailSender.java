package dev.darkroom.lab;

import dev.darkroom.account.MailSender;
import dev.darkroom.web.SimulatedDelays;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** Delays mails, fails them or loses their replies, and adds crash points before and after each delivery. */
@Decorator
@Priority(1)
class FaultyMailSender implements MailSender {

    private final MailSender delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;
    private final SimulatedDelays delays;

    FaultyMailSender(@Delegate MailSender delegate, ArmedFaults faults, CrashPoints points, SimulatedDelays delays) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
        this.delays = delays;
    }

    @Override
    public void deliver(Mail mail, boolean retried) {
        points.reach(CrashPoint.BEFORE_EFFECT);
        if (faults.isArmed(Fault.MAIL_DOWN)) {
            throw new NotSent("the mail server is down: broken in the lab", null);
        }
        Delay.sleep(delays.smtpDelay());
        delegate.deliver(mail, retried);
        if (faults.isArmed(Fault.MAIL_REPLY_LOST)) {
            throw new NotSent("the mail server did not answer: broken in the lab", null);
        }
        points.reach(CrashPoint.AFTER_EFFECT);
    }
}
