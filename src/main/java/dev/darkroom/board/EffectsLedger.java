package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.RecordSource.Effects;
import java.util.List;
import java.util.UUID;

/**
 * What a job has cost and what it has done: delivered often, tried sometimes, and one effect.
 *
 * @param deliveries messages about it that a consumer has received
 * @param attempts runs that were begun, in all rounds
 * @param effects as the other side counts them; null where we cannot see its books
 */
public record EffectsLedger(int deliveries, int attempts, Effects effects) {

    static EffectsLedger of(Job job, List<JobEvent> events, List<RecordSource> sources) {
        int attempts = (int)
                events.stream().filter(event -> event.step == Step.CLAIMED).count();
        Effects effects = sources.stream()
                .filter(source -> source.kind().name().equals(job.kind))
                .flatMap(source -> source.effects(UUID.fromString(job.key)).stream())
                .findFirst()
                .orElse(null);
        return new EffectsLedger(job.deliveries, attempts, effects);
    }
}
