package dev.darkroom.board;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.Notices;
import dev.darkroom.web.Notices.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Warns on every page when no worker is running. */
@ApplicationScoped
class NoWorkerNotice implements Notices.Source {

    private static final Notice NO_WORKER = new Notice(
            "alarm",
            "No worker is running. Durable jobs are queued and will wait. Start one:"
                    + " java -Ddarkroom.role=worker -jar target/quarkus-app/quarkus-run.jar");

    private final ProcessRun process;

    NoWorkerNotice(ProcessRun process) {
        this.process = process;
    }

    @Override
    public List<Notice> notices() {
        return process.isAnyWorkerAlive() ? List.of() : List.of(NO_WORKER);
    }
}
