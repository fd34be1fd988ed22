package org.acme;

import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobHandler;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Appends a line to a file, slowly. Idempotent: a run that finds the line of an earlier run appends nothing. */
@ApplicationScoped
class AppendLineHandler implements JobHandler<AppendLineHandler.AppendLine, Void> {

    static final JobKind<AppendLine> KIND = new JobKind<>("append", AppendLine.class, Lane.MAIL, Duration.ofMinutes(1));

    record AppendLine(String key) implements JobPayload {}

    @Override
    public JobKind<AppendLine> kind() {
        return KIND;
    }

    @Override
    public Void perform(AppendLine line, JobContext run) throws Exception {
        Path file = Path.of("lines.txt");
        Thread.sleep(2000);
        if (Files.notExists(file) || !Files.readAllLines(file).contains(line.key())) {
            Files.writeString(file, line.key() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        Thread.sleep(2000);
        return null;
    }
}
