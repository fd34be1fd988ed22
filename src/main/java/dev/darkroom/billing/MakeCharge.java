package dev.darkroom.billing;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import java.time.Duration;
import java.util.UUID;

/** The job: have this attempt charged. Asked until there is proof of how it ended. */
record MakeCharge(PaymentAttemptId attempt, int amount, UUID userId) implements JobPayload {

    static final JobKind<MakeCharge> KIND =
            new JobKind<>("make-charge", MakeCharge.class, Lane.PAYMENTS, Duration.ofMinutes(1)).triedUntilProven();

    static MakeCharge of(Charge charge) {
        return new MakeCharge(charge.attempt(), charge.amount, charge.ownerId);
    }

    @Override
    public String key() {
        return attempt.toString();
    }

    @Override
    public String owner() {
        return userId.toString();
    }

    @Override
    public String subject() {
        return "/charges/" + attempt + "/status";
    }
}
