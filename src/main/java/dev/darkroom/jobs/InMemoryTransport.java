package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The sending ends of the lanes' channels. The relay respects {@link #capacity}, so the buffers need no bound. */
@ApplicationScoped
class InMemoryTransport implements Transport {

    private final Map<Lane, Emitter<JobContext>> channels;
    private final Map<Lane, Map<JobContext, CompletableFuture<Void>>> outstanding = new EnumMap<>(Lane.class);
    private final JobSettings.Lanes settings;

    InMemoryTransport(
            @Channel("mail") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> mail,
            @Channel("images") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> images,
            @Channel("payments") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<JobContext> payments,
            JobSettings.Lanes settings) {
        this.channels = Map.of(Lane.MAIL, mail, Lane.IMAGES, images, Lane.PAYMENTS, payments);
        channels.keySet().forEach(lane -> outstanding.put(lane, new ConcurrentHashMap<>()));
        this.settings = settings;
    }

    @Override
    public int capacity(Lane lane) {
        return settings.concurrency(lane) - outstanding.get(lane).size();
    }

    @Override
    public CompletionStage<Void> send(JobContext run) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        outstanding.get(run.job().lane).put(run, ended);
        try {
            channels.get(run.job().lane).send(run);
        } catch (Throwable e) {
            release(run);
            throw e;
        }
        return ended;
    }

    @Override
    public void release(JobContext run) {
        CompletableFuture<Void> ended = outstanding.get(run.job().lane).remove(run);
        if (ended != null) {
            ended.complete(null);
        }
    }
}
