package dev.darkroom.billing;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.ProcessRun.Role;
import dev.darkroom.status.StatusReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks the gateway about charges without a job whose only try has ended without proof, and records the outcome. It never
 * charges. An attempt that the gateway does not know, or has not decided, proves nothing.
 */
@ApplicationScoped
class LostChargeCheck {

    private static final Logger LOG = Logger.getLogger(LostChargeCheck.class);

    private final PaymentGateway gateway;
    private final MakeChargeHandler handler;
    private final StatusReader statuses;
    private final ProcessRun process;
    private final Role role;

    LostChargeCheck(
            PaymentGateway gateway,
            MakeChargeHandler handler,
            StatusReader statuses,
            ProcessRun process,
            @ConfigProperty(name = "darkroom.role") Role role) {
        this.gateway = gateway;
        this.handler = handler;
        this.statuses = statuses;
        this.process = process;
        this.role = role;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void checkAll() {
        if (role.servesPages()) {
            lost().forEach(this::check);
        }
    }

    private List<Charge> lost() {
        return QuarkusTransaction.requiringNew().call(() -> statuses.lost(Charge.findOpenWithoutJob()));
    }

    /** No transaction is open while the gateway is asked. The job of a durable charge asks by itself. */
    void check(Charge charge) {
        if (charge.work().mode() == DispatchMode.DURABLE) {
            return;
        }
        String key = charge.attempt().toString();
        try {
            gateway.find(charge.attempt()).ifPresent(receipt -> record(end -> handler.succeeded(key, receipt, end)));
        } catch (Failure.Permanent refused) {
            record(end -> handler.failed(key, Failure.of(refused), end));
        } catch (PaymentGateway.GatewayUnavailable e) {
            LOG.debugf("charge %s stays without proof: %s", key, e.getMessage());
        }
    }

    /** Records the outcome as the run itself does, which may have done so meanwhile. */
    private void record(Consumer<End> outcome) {
        QuarkusTransaction.requiringNew().run(() -> outcome.accept(new End(process.now(), null)));
    }
}
