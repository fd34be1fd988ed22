package dev.darkroom.lab;

import dev.darkroom.account.MailSender;
import io.quarkus.mailer.Mail;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A postman who finds nobody at the mail server, or does not hear that it has taken the mail. */
@Decorator
@Priority(2)
class BrokenPostman implements MailSender {

    private final MailSender delegate;
    private final ArmedFaults faults;

    BrokenPostman(@Delegate MailSender delegate, ArmedFaults faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    @Override
    public void deliver(Mail mail) {
        if (faults.is(Fault.MAIL_DOWN)) {
            throw new InjectedFailure("the mail server is not there: the lab has it down");
        }
        delegate.deliver(mail);
        if (faults.is(Fault.MAIL_REPLY_LOST)) {
            throw new InjectedFailure("the mail server did not answer: the lab has cut the line");
        }
    }
}
