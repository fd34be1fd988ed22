package dev.darkroom.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a newcomer waits for: both commands of the README in a fresh clone, each with an empty Maven repository. */
final class ColdStartFigures {

    private final Path folder;
    private final Path clone;

    ColdStartFigures() throws IOException {
        folder = Files.createTempDirectory("darkroom-cold");
        clone = folder.resolve("darkroom");
    }

    String measure() {
        try {
            String cloned = cloneProject().timeToEnd();
            String verify = maven("verify", "repository", "verify").timeToEnd();
            String warm = maven("verify-warm", "repository", "-o", "verify").timeToEnd();
            String dev = dev().timeTo("Listening on");
            return section(cloned, verify, dev, warm);
        } finally {
            Folders.delete(folder);
        }
    }

    private Command cloneProject() {
        String project = Path.of("").toAbsolutePath().toString();
        return new Command(folder, "clone", "git", "clone", "--quiet", project, clone.toString());
    }

    private Command dev() {
        return maven(
                "quarkus-dev",
                "repository-dev",
                "-Dquarkus.http.port=" + Ports.free(),
                "-Ddarkroom.postgres.port=0",
                "-Ddarkroom.home=" + folder.resolve("home"),
                "-Ddebug=false",
                "quarkus:dev");
    }

    private Command maven(String name, String repository, String... words) {
        List<String> command = new ArrayList<>(List.of("./mvnw", "--batch-mode", "--no-transfer-progress"));
        command.add("-Dmaven.repo.local=" + folder.resolve(repository));
        command.addAll(List.of(words));
        return new Command(clone, name, command.toArray(String[]::new));
    }

    private static String section(String cloned, String verify, String dev, String warm) {
        return """
            ## From nothing

            A fresh `git clone` of what is committed (%s), then each command of the README with an empty Maven repository of its
            own. The wrapper's own download of Maven is not in it where it is there already. `quarkus:dev` on free ports and an
            empty home.

            | Command | time |
            |---|--:|
            | `./mvnw verify`, empty repository | %s |
            | `./mvnw quarkus:dev`, empty repository, until "Listening on" | %s |
            | `./mvnw verify -o` afterwards | %s |
            """
                .formatted(cloned, verify, dev, warm);
    }
}
