package dev.darkroom.guards;

import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of this project, in which guards are taken out and put back. */
final class ProjectCopy {

    private static final Path FOLDER = Path.of("target", "guards", "project").toAbsolutePath();
    private static final List<String> PARTS = List.of("pom.xml", "mvnw", ".mvn", "src");
    private static final long LIMIT_MINUTES = 10;

    private ProjectCopy() {}

    static ProjectCopy make() throws IOException {
        for (String part : PARTS) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    copy(file);
                }
            }
        }
        return new ProjectCopy();
    }

    /** Runs the guard's test without the guard. */
    TestReport runWithout(Guard guard) throws IOException, PatchFailedException, InterruptedException {
        try {
            for (Path file : guard.diffs().keySet()) {
                Path patched = FOLDER.resolve(file);
                Files.write(patched, guard.takenOutOf(file, Files.readAllLines(patched)));
            }
            run(guard);
            return TestReport.of(FOLDER.resolve("target"));
        } finally {
            for (Path file : guard.diffs().keySet()) {
                copy(file);
            }
        }
    }

    private static void run(Guard guard) throws IOException, InterruptedException {
        TestReport.clear(FOLDER.resolve("target"));
        Process maven = new ProcessBuilder(command(guard))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolveSibling(guard.name() + ".log").toFile())
                .start();
        if (!maven.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            maven.destroy();
            throw new IllegalStateException("no end of " + guard.test());
        }
    }

    private static List<String> command(Guard guard) {
        List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "-o", "-Dspotless.check.skip"));
        String repository = System.getProperty("guards.repository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(
                guard.needsProcesses()
                        ? List.of("verify", "-Dtest=None", "-Dit.test=" + guard.test())
                        : List.of("test", "-Dtest=" + guard.test()));
        command.add("-Dtests.left.out=none");
        command.add("-Dsurefire.failIfNoSpecifiedTests=false");
        return command;
    }

    private static void copy(Path file) throws IOException {
        Path target = FOLDER.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        target.toFile().setLastModified(System.currentTimeMillis());
    }
}
