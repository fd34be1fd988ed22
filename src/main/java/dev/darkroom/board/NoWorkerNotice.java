package dev.darkroom.board;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.Notices;
import dev.darkroom.web.Notices.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Says so when nobody is there to do the work. */
@ApplicationScoped
class NoWorkerNotice implements Notices.Source {

    private static final Notice NOBODY_WORKS = new Notice(
            "alarm",
            "No worker is running. What you hand over in durable is kept and waits. Start one:"
                    + " java -Ddarkroom.role=worker -jar target/quarkus-app/quarkus-run.jar");

    private final ProcessRun process;

    NoWorkerNotice(ProcessRun process) {
        this.process = process;
    }

    @Override
    public List<Notice> notices() {
        return process.isAnyWorkerAlive() ? List.of() : List.of(NOBODY_WORKS);
    }
}
