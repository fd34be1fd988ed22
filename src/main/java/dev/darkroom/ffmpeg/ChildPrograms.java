package dev.darkroom.ffmpeg;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs the programs of ffmpeg as children that end with this process: even {@code kill -9} leaves none behind. */
@ApplicationScoped
public class ChildPrograms {

    /**
     * Runs its arguments as a command of low priority with 3 GB of address space, and kills it at the end of standard input:
     * when this process closes it, or dies.
     */
    private static final String WATCHDOG =
            """
            exec 3<&0
            ulimit -v 3000000 2>/dev/null
            nice -n 10 "$@" </dev/null 3<&- &
            child=$!
            echo pid=$child
            { cat <&3; kill -9 $child; } >/dev/null 2>&1 &
            watchdog=$!
            exec 3<&-
            wait $child
            status=$?
            kill $watchdog
            exit $status""";

    private static final long TURN_MILLIS = 200;
    private static final long KILL_MILLIS = 1000;

    /** A file with this name and a pid, in the working folder of a child: the child, and the process that started it. */
    private static final String NOTE = "child-";

    private final FfmpegPrograms programs;
    private final Path home;

    ChildPrograms(FfmpegPrograms programs, @ConfigProperty(name = "darkroom.home") Path home) {
        this.programs = programs;
        this.home = home;
    }

    /** Ends the children of processes of this home that are gone. */
    void endOrphans(@Observes StartupEvent event) throws IOException {
        end(home.resolve("videos"), false);
    }

    /** Ends the children that work in this folder, even if their process lives: it may be frozen. */
    public void endIn(Path folder) throws IOException {
        end(folder, true);
    }

    /** Runs a program, and takes a turn five times a second until it ends. An exception of a turn ends it. */
    public Result run(Path folder, Turn turn, String program, List<String> arguments)
            throws IOException, InterruptedException {
        Path installed = programs.folder();
        boolean hasShell = File.separatorChar == '/';
        List<String> command = new ArrayList<>(hasShell ? List.of("/bin/sh", "-c", WATCHDOG, "sh") : List.of());
        command.add(installed.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("LD_LIBRARY_PATH", installed.toString());
        Process process = builder.start();
        Result result = new Result(new ConcurrentHashMap<>());
        Thread errors = read(process.getErrorStream(), result::readError);
        Thread output = read(process.getInputStream(), result::read);
        Path note = null;
        try {
            while (!process.waitFor(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                note = note == null ? note(folder, result) : note;
                turn.take();
            }
            errors.join();
            output.join();
            result.values.put("exit", Integer.toString(process.exitValue()));
            return result;
        } finally {
            process.getOutputStream().close();
            if (!process.waitFor(KILL_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            if (note != null) {
                Files.deleteIfExists(note);
            }
        }
    }

    private static Thread read(InputStream stream, Consumer<String> lines) {
        Thread reader = new Thread(
                () -> new BufferedReader(new InputStreamReader(stream)).lines().forEach(lines));
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static Path note(Path folder, Result result) throws IOException {
        Optional<ProcessHandle> child = result.number("pid").flatMap(ProcessHandle::of);
        if (child.isEmpty()) {
            return null;
        }
        List<String> lines = List.of(name(child.get()), name(ProcessHandle.current()));
        return Files.write(folder.resolve(NOTE + child.get().pid()), lines);
    }

    /** No other process has this pid and this start. */
    private static String name(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static Optional<ProcessHandle> find(String name) {
        return ProcessHandle.of(Long.parseLong(name.split(" ")[0]))
                .filter(found -> name(found).equals(name));
    }

    private static void end(Path folder, boolean evenIfParentLives) throws IOException {
        for (File note : notes(folder.toFile()).toList()) {
            try {
                List<String> lines = Files.readAllLines(note.toPath());
                if (lines.size() == 2
                        && (evenIfParentLives || find(lines.get(1)).isEmpty())) {
                    find(lines.get(0)).ifPresent(ProcessHandle::destroyForcibly);
                    Files.deleteIfExists(note.toPath());
                }
            } catch (NoSuchFileException e) {
                // Its child has just ended.
            }
        }
    }

    /** A folder that another process removes meanwhile has none. */
    private static Stream<File> notes(File folder) {
        return Stream.ofNullable(folder.listFiles())
                .flatMap(Stream::of)
                .flatMap(file -> file.isDirectory() ? notes(file) : Stream.of(file))
                .filter(file -> file.getName().startsWith(NOTE));
    }

    /** Called while a program runs. */
    public interface Turn {
        void take() throws IOException, InterruptedException;
    }

    /** The last value of each key in lines like {@code frame=7}; {@code error} has the last lines of the standard error. */
    public record Result(Map<String, String> values) {

        private static final int LONGEST_ERROR = 1000;

        private void read(String line) {
            String[] pair = line.split("=", 2);
            values.put(pair[0], pair[pair.length - 1].replace("\"", "").strip());
        }

        /** Leaves out what the system says of the libraries that stand in for unused ones. */
        private void readError(String line) {
            if (!line.contains("no version information available")) {
                values.merge("error", line, Result::lastLines);
            }
        }

        private static String lastLines(String lines, String next) {
            String all = lines + "\n" + next;
            return all.substring(Math.max(0, all.length() - LONGEST_ERROR));
        }

        public String text(String key) {
            return values.getOrDefault(key, "");
        }

        /** Empty if the value is not a whole number. */
        public Optional<Long> number(String key) {
            return Optional.of(text(key))
                    .filter(text -> text.matches("-?\\d{1,18}"))
                    .map(Long::valueOf);
        }

        /** 0, the number of an error, or 128 + the number of the signal that ended the program. */
        public int exitCode() {
            return Integer.parseInt(text("exit"));
        }
    }
}
