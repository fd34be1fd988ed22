package dev.darkroom.jobs;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;

/** Runs an action after the caller's transaction commits (never after a rollback), or at once if none is open. */
@ApplicationScoped
public class AfterCommit {

    private final TransactionManager transactions;

    AfterCommit(TransactionManager transactions) {
        this.transactions = transactions;
    }

    public void run(Runnable action) {
        if (QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION) {
            action.run();
            return;
        }
        try {
            // Not an interposed synchronisation: those run before the connection is back in the pool.
            transactions.getTransaction().registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {}

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        // The thread still has the committed transaction: suspend it, so that a new one can begin.
                        QuarkusTransaction.suspendingExisting().run(action);
                    }
                }
            });
        } catch (RollbackException | SystemException e) {
            throw new IllegalStateException("the transaction is ending", e);
        }
    }
}
