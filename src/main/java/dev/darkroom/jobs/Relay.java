package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Moves due rows to their lane's channel: first the mark is committed, then the message is sent. */
@ApplicationScoped
class Relay {

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final Transport messages;
    private final LanePlaces places;
    private final Nudge nudge;
    private final Timeline timeline;
    private final ProcessRun process;
    private final JobSettings settings;

    Relay(
            JobTable jobs,
            HandlerRegistry handlers,
            Transport messages,
            LanePlaces places,
            Nudge nudge,
            Timeline timeline,
            ProcessRun process,
            JobSettings settings) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.messages = messages;
        this.places = places;
        this.nudge = nudge;
        this.timeline = timeline;
        this.process = process;
        this.settings = settings;
    }

    /** Hands over as many due jobs as the lane has free places. */
    void handOver(Lane lane) {
        int free = places.takeAll(lane);
        List<Job> due = List.of();
        try {
            due = free == 0 ? due : mark(lane, free);
        } finally {
            places.giveBack(lane, free - due.size());
        }
        due.forEach(job -> send(lane, job));
    }

    /** A mark whose message leads to nothing expires by itself; a job that is marked twice dies at the second claim. */
    @Transactional
    List<Job> mark(Lane lane, int most) {
        List<Job> due = jobs.handOver(lane, handlers.kinds(), most, settings.lease(), process.id());
        due.forEach(job -> timeline.note(job, Step.HANDED_OVER, null));
        return due;
    }

    private void send(Lane lane, Job job) {
        messages.send(lane, job.id).whenComplete((done, failure) -> {
            places.giveBack(lane, 1);
            nudge.give();
        });
    }
}
