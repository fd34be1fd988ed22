package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Performs the work before the response: the visitor waits for all of it. */
@ApplicationScoped
class InlineDispatch {

    private final AfterCommit afterCommit;
    private final OneShotRunner runner;

    InlineDispatch(AfterCommit afterCommit, OneShotRunner runner) {
        this.afterCommit = afterCommit;
        this.runner = runner;
    }

    <P extends JobPayload> void dispatch(JobKind<P> kind, List<P> payloads) {
        afterCommit.run(() -> payloads.forEach(payload -> runner.run(DispatchMode.INLINE, kind, payload)));
    }
}
