package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that sleep, and notes about them as a process leaves them behind. */
class ChildProgramsTest {

    private static final ProcessHandle THIS = ProcessHandle.current();
    private static final Duration EARLIER = Duration.ofHours(1);

    @TempDir
    Path home;

    private final List<Process> sleeping = new ArrayList<>();
    private Path folder;
    private ChildPrograms children;

    @BeforeEach
    void make_a_folder_and_a_program() throws IOException {
        FfmpegPrograms programs = new FfmpegPrograms(home);
        Path program = Files.createDirectories(home.resolve("ffmpeg").resolve(programs.version()))
                .resolve("ffmpeg");
        Files.writeString(program, "#!/bin/sh\nexec sleep 60\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        folder = Files.createDirectories(home.resolve("videos/video/run"));
        children = new ChildPrograms(programs, home);
    }

    @AfterEach
    void end_the_children() {
        sleeping.forEach(Process::destroyForcibly);
    }

    @Test
    void a_child_is_ended_at_start_if_its_parent_is_gone() throws Exception {
        Process child = sleep();
        note(child, name(gone(), Instant.now()));

        children.endOrphans(null);

        assertEnded(child);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_child_is_ended_at_start_if_another_process_has_the_pid_of_its_parent() throws Exception {
        Process child = sleep();
        note(child, name(THIS.pid(), start(THIS).minus(EARLIER)));

        children.endOrphans(null);

        assertEnded(child);
    }

    @Test
    void a_child_whose_parent_lives_works_on_at_start_and_is_ended_before_the_next_run_in_its_folder()
            throws Exception {
        Process child = sleep();
        note(child, name(THIS.pid(), start(THIS)));

        children.endOrphans(null);
        assertWorksOn(child);
        assertThat(folder).isNotEmptyDirectory();
        children.endIn(Files.createDirectories(home.resolve("videos/another")));
        assertWorksOn(child);

        children.endIn(folder.getParent());
        assertEnded(child);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void another_process_with_the_pid_of_a_child_is_not_ended() throws Exception {
        Process other = sleep();
        note(other.pid(), start(other.toHandle()).minus(EARLIER), name(gone(), Instant.now()));

        children.endOrphans(null);

        assertWorksOn(other);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_note_that_is_not_written_to_its_end_or_has_just_been_removed_is_no_reason_not_to_start() throws Exception {
        Process child = sleep();
        note(child, name(gone(), Instant.now()));
        Files.createFile(folder.resolve("child-1"));
        Files.createSymbolicLink(folder.resolve("child-2"), folder.resolve("removed"));

        children.endOrphans(null);

        assertEnded(child);
    }

    @Test
    void a_running_child_is_noted_with_its_parent_and_ends_with_an_exception_of_its_turn() {
        AtomicReference<ProcessHandle> child = new AtomicReference<>();

        assertThatThrownBy(() -> children.run(
                        folder,
                        () -> {
                            child.set(noted());
                            throw new IOException("broken by a test");
                        },
                        "ffmpeg",
                        List.of()))
                .hasMessage("broken by a test");

        await("the end of the child").until(() -> !child.get().isAlive());
        assertThat(folder).isEmptyDirectory();
    }

    /** The child in the only note, which names this process as its parent. */
    private ProcessHandle noted() throws IOException {
        try (var notes = Files.list(folder)) {
            List<String> lines = Files.readAllLines(notes.findFirst().orElseThrow());
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.get(0).split(" ")[0])).orElseThrow();
            assertThat(lines).containsExactly(name(child.pid(), start(child)), name(THIS.pid(), start(THIS)));
            return child;
        }
    }

    private Process sleep() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        sleeping.add(process);
        return process;
    }

    /** The pid of a process that has ended. */
    private static long gone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private void note(Process child, String parent) throws IOException {
        note(child.pid(), start(child.toHandle()), parent);
    }

    private void note(long pid, Instant start, String parent) throws IOException {
        Files.write(folder.resolve("child-" + pid), List.of(name(pid, start), parent));
    }

    private static String name(long pid, Instant start) {
        return pid + " " + start;
    }

    private static Instant start(ProcessHandle process) {
        return process.info().startInstant().orElseThrow();
    }

    /** A signal takes effect a moment later. */
    private static void assertWorksOn(Process process) throws InterruptedException {
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    }

    private static void assertEnded(Process child) {
        await("the end of the child").until(() -> !child.isAlive());
    }
}
