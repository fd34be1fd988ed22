package dev.darkroom.lab;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.ProcessHandle.Info;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The process that takes the place of this one: the same command, which waits until this one is gone. */
@ApplicationScoped
class Successor {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String WHEN_GONE = "while kill -0 %d 2>/dev/null; do sleep 0.05; done; exec \"$0\" \"$@\"";

    private final ProcessHandle self = ProcessHandle.current();

    /** Says who it is, and how it is ended: it has no terminal that could end it. */
    String start() {
        if (!isPossible()) {
            return says();
        }
        try {
            Process shell = new ProcessBuilder(command()).inheritIO().start();
            return "Its successor is process %1$d; end that with: kill %1$d".formatted(shell.pid());
        } catch (IOException e) {
            return "Its successor cannot be started: " + e.getMessage();
        }
    }

    String says() {
        return isPossible()
                ? "The same command is started again at once, as a new process."
                : "Here nothing starts it again: do that yourself.";
    }

    private List<String> command() {
        Info own = self.info();
        return Stream.concat(
                        Stream.of(
                                SHELL.toString(),
                                "-c",
                                WHEN_GONE.formatted(self.pid()),
                                own.command().orElseThrow()),
                        Stream.of(own.arguments().orElseThrow()))
                .toList();
    }

    /** Not every system tells a process its own command, and not every one has a shell. */
    private boolean isPossible() {
        Info own = self.info();
        return own.command().isPresent() && own.arguments().isPresent() && Files.isExecutable(SHELL);
    }
}
