package dev.darkroom.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A command of the README, timed; its output goes to a file. */
final class Command {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Path output;
    private final List<String> words;

    Command(Path folder, String name, String... words) {
        this.folder = folder;
        this.output = Path.of("target", "processes", "cold-" + name + ".log").toAbsolutePath();
        this.words = List.of(words);
    }

    /** The seconds until it has ended well, or what happened instead. */
    String timeToEnd() {
        return time(process -> () -> !process.isAlive(), process -> process.exitValue() == 0);
    }

    /** The seconds until it has printed that text, or what happened instead; then it is ended. */
    String timeTo(String text) {
        return time(process -> () -> printed(text) || !process.isAlive(), process -> printed(text));
    }

    private String time(Until until, Outcome good) {
        long begin = System.nanoTime();
        Process process = begin();
        try {
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(until.of(process)::getAsBoolean);
            String time = "%.0f s".formatted((System.nanoTime() - begin) / 1e9);
            return good.of(process) ? time : "failed after " + time + ", see " + output;
        } catch (ConditionTimeoutException e) {
            return "given up after " + LIMIT.toMinutes() + " minutes, see " + output;
        } finally {
            end(process);
        }
    }

    private Process begin() {
        try {
            Files.createDirectories(output.getParent());
            return new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean printed(String text) {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.anyMatch(line -> line.contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that it has started: Maven runs the application in a process of its own. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        Awaitility.await("the end of what was started").atMost(STOP_LIMIT).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    private interface Until {
        BooleanSupplier of(Process process);
    }

    private interface Outcome {
        boolean of(Process process);
    }
}
