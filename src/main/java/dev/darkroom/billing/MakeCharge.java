package dev.darkroom.billing;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import java.time.Duration;
import java.util.UUID;

/** The job that charges a payment attempt; retried without limit until its outcome is proven. */
public record MakeCharge(PaymentAttemptId attempt, int amount, UUID userId) implements JobPayload {

    static final JobKind<MakeCharge> KIND = new JobKind<>(
                    "make-charge", MakeCharge.class, Lane.PAYMENTS, Duration.ofMinutes(1))
            .withUnlimitedAttempts();

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
