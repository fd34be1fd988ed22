package dev.darkroom.lab;

import dev.darkroom.billing.MakeCharge;
import dev.darkroom.billing.MakeChargeHandler;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobHandler;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * Performs a charge's job once more, by the charge's own handler. Such a job has no record, so the charge stays as it is.
 * {@link FaultyPaymentGateway} finds no receipt for it: each run sends the charge.
 */
@ApplicationScoped
class ChargeAgainHandler implements JobHandler<ChargeAgainHandler.ChargeAgain, String> {

    static final JobKind<ChargeAgain> KIND =
            new JobKind<>("charge-again", ChargeAgain.class, Lane.PAYMENTS, Duration.ofMinutes(1));

    private final MakeChargeHandler handler;

    ChargeAgainHandler(MakeChargeHandler handler) {
        this.handler = handler;
    }

    /** @param requestsBefore the charge requests that the gateway had counted when this job was submitted */
    record ChargeAgain(UUID id, MakeCharge charge, int requestsBefore) implements JobPayload {

        @Override
        public String key() {
            return id.toString();
        }

        @Override
        public String owner() {
            return charge.owner();
        }

        @Override
        public String subject() {
            return charge.subject();
        }
    }

    static boolean isFor(Job job) {
        return job.kind.equals(KIND.name());
    }

    @Override
    public JobKind<ChargeAgain> kind() {
        return KIND;
    }

    /** Returns the gateway's receipt, and writes it on the job's timeline. */
    @Override
    public String perform(ChargeAgain job, JobContext run) throws InterruptedException {
        String receipt = handler.perform(job.charge(), run);
        run.progress(receipt, 1, 1);
        return receipt;
    }
}
