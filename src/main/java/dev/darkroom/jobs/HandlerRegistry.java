package dev.darkroom.jobs;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The handlers of this process, by kind of job. */
@Singleton
class HandlerRegistry {

    private final Map<String, JobHandler<?, ?>> byKind;
    private final JobSettings.Lanes lanes;

    HandlerRegistry(@All List<JobHandler<?, ?>> handlers, JobSettings.Lanes lanes) {
        this.lanes = lanes;
        byKind = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.kind().name(), Function.identity()));
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    Duration deadline(String kind) {
        return lanes.deadline(byKind.get(kind).kind());
    }

    /** Each handler gets only payloads of its own kind, and its own results. */
    @SuppressWarnings("unchecked")
    <P extends JobPayload> JobHandler<P, Object> of(String kind) {
        return (JobHandler<P, Object>) byKind.get(kind);
    }
}
