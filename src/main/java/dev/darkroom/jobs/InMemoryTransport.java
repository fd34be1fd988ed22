package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The sending ends of the lanes. What goes in is bounded by {@link LanePlaces}, so the buffers need no bound. */
@ApplicationScoped
class InMemoryTransport implements Transport {

    private final Map<Lane, Emitter<UUID>> lanes;

    InMemoryTransport(
            @Channel("mail") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<UUID> mail,
            @Channel("images") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<UUID> images,
            @Channel("payments") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<UUID> payments) {
        this.lanes = Map.of(Lane.MAIL, mail, Lane.IMAGES, images, Lane.PAYMENTS, payments);
    }

    @Override
    public CompletionStage<Void> send(Lane lane, UUID job) {
        return lanes.get(lane).send(job);
    }
}
