package dev.darkroom.web;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps some connections of the pool for the background work. A transaction of a request waits for one of the others, as
 * long as for the pool, and is then refused.
 */
@ApplicationScoped
class RequestConnections {

    private static final int RESERVED = 8;
    private static final int RETRY_SECONDS = 2;

    private final Semaphore free;
    private final Duration patience;
    private final CurrentVertxRequest request;
    private final TransactionSynchronizationRegistry transaction;

    RequestConnections(
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int size,
            @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration patience,
            CurrentVertxRequest request,
            TransactionSynchronizationRegistry transaction) {
        this.free = new Semaphore(Math.max(1, size - RESERVED), true);
        this.patience = patience;
        this.request = request;
        this.transaction = transaction;
    }

    /** Runs just within the transaction, which takes its connection at its first statement. */
    @Interceptor
    @Transactional
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
    static class Limit {

        private final RequestConnections connections;

        Limit(RequestConnections connections) {
            this.connections = connections;
        }

        @AroundInvoke
        Object proceed(InvocationContext call) throws Exception {
            connections.take();
            return call.proceed();
        }
    }

    void take() throws InterruptedException {
        if (!isOfRequest() || transaction.getResource(this) != null) {
            return;
        }
        Place place = new Place();
        transaction.registerInterposedSynchronization(place);
        transaction.putResource(this, place);
        place.taken = free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!place.taken) {
            throw new HttpRefusal(503, "Too many requests at once. Retry in a moment.", RETRY_SECONDS);
        }
    }

    private boolean isOfRequest() {
        return Arc.container().requestContext().isActive() && request.getCurrent() != null;
    }

    /** Holds until the end of the transaction. The work of an inline request comes later, and needs no connection. */
    private final class Place implements Synchronization {

        private boolean taken;

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (taken) {
                free.release();
            }
        }
    }
}
