package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Takes the slow part of a request and dispatches it in the chosen mode. */
@ApplicationScoped
public class Jobs {

    private final DispatchChoice choice;
    private final InlineDispatch inline;
    private final VolatileDispatch inMemory;
    private final DurableDispatch durable;
    private final JobTable table;
    private final ProcessRun process;

    Jobs(
            DispatchChoice choice,
            InlineDispatch inline,
            VolatileDispatch inMemory,
            DurableDispatch durable,
            JobTable table,
            ProcessRun process) {
        this.choice = choice;
        this.inline = inline;
        this.inMemory = inMemory;
        this.durable = durable;
        this.table = table;
        this.process = process;
    }

    /** The acceptance of work about to be submitted, for its record to store. */
    public Acceptance acceptance() {
        return new Acceptance(choice.mode(), process.id(), process.now());
    }

    /** Dispatches work in the chosen mode. Must be called in the transaction that writes the record. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, P payload) {
        submit(kind, List.of(payload));
    }

    /** Dispatches several pieces of work, in this order. Must be called in the transaction that writes their records. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, List<P> payloads) {
        switch (choice.mode()) {
            case INLINE -> inline.dispatch(kind, payloads);
            case VOLATILE -> inMemory.dispatch(kind, payloads);
            case DURABLE -> durable.dispatch(kind, payloads);
        }
    }

    /**
     * Cancels the job of a record that is deleted or voided, and fences its run. Must be called in the transaction that
     * changes the record, before that change: each transaction that changes both locks the job first.
     */
    @Transactional(TxType.MANDATORY)
    public void withdraw(JobKind<?> kind, String key) {
        table.withdraw(kind, key);
    }

    /** The mode, process and time (the database's) of accepted work. Work without a job is lost with its process. */
    public record Acceptance(DispatchMode mode, UUID process, Instant at) {}
}
