package dev.darkroom.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The highest use of another process's heap: by its metrics each 100 ms, and by its garbage collector's log. */
final class HeapWatch implements AutoCloseable {

    private static final int EACH_MILLIS = 100;
    private static final Pattern METRIC =
            Pattern.compile("^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} (\\S+)", Pattern.MULTILINE);
    private static final Pattern BEFORE_COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");
    private static final Pattern AFTER_COLLECTION = Pattern.compile("\\d+M->(\\d+)M\\(");
    private static final long MEGABYTE = 1024 * 1024;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong peak = new AtomicLong();

    HeapWatch(ApplicationProcess darkroom) {
        LongSupplier used = () -> used(Http.get(darkroom.url() + "/q/metrics").body());
        clock.scheduleAtFixedRate(
                () -> peak.accumulateAndGet(used.getAsLong(), Math::max), 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
    }

    static String logOption(Path file) {
        return "-Xlog:gc:file=" + file;
    }

    long sampledMegabytes() {
        return peak.get() / MEGABYTE;
    }

    /** The most that a collection found. */
    static long megabytesBeforeCollection(Path log) {
        return highest(BEFORE_COLLECTION, log);
    }

    /** The most that a collection could not take away. */
    static long megabytesAfterCollection(Path log) {
        return highest(AFTER_COLLECTION, log);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static long used(String metrics) {
        return numbers(METRIC, metrics).sum();
    }

    private static long highest(Pattern pattern, Path log) {
        try {
            return numbers(pattern, Files.readString(log)).max().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LongStream numbers(Pattern pattern, String text) {
        return pattern.matcher(text).results().mapToLong(found -> (long) Double.parseDouble(found.group(1)));
    }
}
