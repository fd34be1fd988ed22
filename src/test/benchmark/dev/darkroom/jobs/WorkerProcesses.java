package dev.darkroom.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Processes of their own that run the jobs: the command of this process, with another role. A worker reports each run on
 * its standard output, with the time of the machine's timer, which all processes share. It ends at the end of its input,
 * and so with this process, also if that is killed.
 */
final class WorkerProcesses {

    private static final String READY =
            "SELECT count(*) FROM process_run WHERE role = 'WORKER' AND (transport = 'in-memory' OR lanes IS NOT NULL) AND"
                    + ProcessRun.ALIVE;

    private static final long START_MILLIS = 180_000;

    private final List<Process> processes = new ArrayList<>();

    /** Whether this process is a worker of another one. */
    static boolean isOne() {
        return "worker".equals(System.getProperty("darkroom.role"));
    }

    static void report(int job) {
        System.out.println("run " + job + " " + System.nanoTime());
    }

    static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is sent.
        }
    }

    /** Starts that many, and waits until each takes jobs. */
    void start(int many, Statements database) throws IOException, InterruptedException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = Stream.concat(
                        Stream.of(self.command().orElseThrow(), "-Ddarkroom.role=worker"),
                        Stream.of(self.arguments().orElseThrow()))
                .toList();
        for (int i = 0; i < many; i++) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            Thread reader = new Thread(() -> read(process), "worker " + process.pid());
            reader.setDaemon(true);
            reader.start();
        }
        long end = System.currentTimeMillis() + START_MILLIS;
        while (database.query(READY, Map.of(), row -> row.getInt(1)).get(0) < many) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("the workers have not started");
            }
            Thread.sleep(100);
        }
    }

    private static void read(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("run")) {
                    Benchmark.count(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                } else {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("worker " + process.pid() + ": " + e);
        }
    }

    void end() throws IOException, InterruptedException {
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        for (Process process : processes) {
            process.waitFor();
        }
    }

    /** The most memory of this process and its workers, together. */
    long peakMegabytes() throws IOException {
        long[] all = LongStream.concat(
                        LongStream.of(ProcessHandle.current().pid()),
                        processes.stream().mapToLong(Process::pid))
                .toArray();
        long kilobytes = 0;
        for (long pid : all) {
            kilobytes += Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return kilobytes / 1024;
    }
}
