package dev.darkroom.jobs;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of work that this process knows how to do. */
@Singleton
class HandlerRegistry {

    private final Map<String, JobHandler<?, ?>> byKind;

    HandlerRegistry(@All List<JobHandler<?, ?>> handlers) {
        byKind = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.kind().name(), Function.identity()));
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    JobHandler<?, ?> of(String kind) {
        return byKind.get(kind);
    }

    @SuppressWarnings("unchecked")
    <P extends JobPayload> JobHandler<P, Object> of(JobKind<P> kind) {
        return (JobHandler<P, Object>) of(kind.name());
    }
}
