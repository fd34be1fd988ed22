package dev.darkroom.jobs;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.providers.connectors.WorkerPoolRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.stream.Stream;

/** Closes the worker pools at a reload in dev mode: Quarkus 3.33 stops them but keeps them registered. */
@ApplicationScoped
class WorkerPools {

    void close(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event, WorkerPoolRegistry pools) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            Stream.concat(Stream.of(Lane.values()).map(Lane::label), Stream.of(VolatileDispatch.CHANNEL))
                    .forEach(name -> pools.getWorker(name).closeAndAwait());
        }
    }
}
