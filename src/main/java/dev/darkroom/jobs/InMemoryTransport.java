package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The sending ends of the lanes' channels. The relay respects {@link #free}, so the buffers need no bound. */
@ApplicationScoped
class InMemoryTransport implements Transport {

    private final Map<Lane, LaneBuffer> lanes = new EnumMap<>(Lane.class);

    InMemoryTransport(
            @Channel("mail") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> mail,
            @Channel("images") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> images,
            @Channel("video") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> video,
            @Channel("payments") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> payments,
            JobSettings.Lanes settings) {
        Map.of(Lane.MAIL, mail, Lane.IMAGES, images, Lane.VIDEO, video, Lane.PAYMENTS, payments)
                .forEach((lane, channel) ->
                        lanes.put(lane, new LaneBuffer(settings.concurrency(lane), run -> channel.send(run))));
    }

    @Override
    public int free(Lane lane) {
        return lanes.get(lane).free();
    }

    @Override
    public LaneBuffer lane(Lane lane) {
        return lanes.get(lane);
    }

    @Override
    public CompletionStage<Void> send(JobContext run) {
        return lanes.get(run.job().lane).add(run);
    }
}
