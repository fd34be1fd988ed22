package dev.darkroom.media;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures the renditions of all pictures of a folder, and prints one line of JSON (src/docs/performance.md). */
class PictureBenchmark {

    private static final Path PICTURES = Path.of(System.getenv("BENCH_IMAGES"));
    private static final Path OUT = Path.of(System.getenv("BENCH_IMAGES_OUT"));
    private static final int ROUNDS = Integer.parseInt(System.getenv("BENCH_REPS"));
    private static final int WORKERS = Integer.parseInt(System.getenv("BENCH_WORKERS"));
    private static final int WARM_UP = 3;

    private final ImageResizer resizer =
            new ThumbnailatorResizer(new DecodingMemory(Runtime.getRuntime().maxMemory() / 2));

    public static void main(String[] args) throws Exception {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(PICTURES)) {
            pictures = files.filter(file -> file.toString().matches(".*\\.(jpg|png)"))
                    .sorted()
                    .toList();
        }
        new PictureBenchmark().measure(pictures);
    }

    private void measure(List<Path> pictures) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            for (Path picture : pictures) {
                milliseconds(picture);
            }
        }
        StringBuilder medians = new StringBuilder();
        for (Path picture : pictures) {
            double[] times = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                times[i] = milliseconds(picture);
            }
            Arrays.sort(times);
            medians.append(String.format(Locale.ROOT, ",\"%s\":%.1f", picture.getFileName(), times[ROUNDS / 2]));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"peer\":\"darkroom\",\"variant\":\"default\",\"version\":\"1.0.0\",\"runtime\":\"Java %d, max heap %d MB\","
                        + "\"workers\":%d,\"median_ms\":{%s},\"images_s\":%.2f,\"peak_rss_mb\":%d}%n",
                Runtime.version().feature(),
                Runtime.getRuntime().maxMemory() >> 20,
                WORKERS,
                medians.substring(1),
                rate(pictures),
                peakMegabytes());
    }

    private double milliseconds(Path picture) throws IOException, InterruptedException {
        long start = System.nanoTime();
        BufferedImage image =
                resizer.decode(picture, Rendition.values()[0].edge).picture();
        for (Rendition rendition : Rendition.values()) {
            image = rendition.ordinal() == 0 ? image : resizer.resize(image, rendition.edge);
            try (OutputStream out =
                    Files.newOutputStream(OUT.resolve(picture.getFileName() + "-" + rendition.edge + ".jpg"))) {
                resizer.encode(image, out);
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** Pictures a second, with all workers. */
    private double rate(List<Path> pictures) throws Exception {
        int total = ROUNDS * pictures.size();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
                milliseconds(pictures.get(i % pictures.size()));
            }
            return null;
        };
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        long start = System.nanoTime();
        for (Future<Void> end : workers.invokeAll(
                IntStream.range(0, WORKERS).mapToObj(i -> worker).toList())) {
            end.get();
        }
        workers.shutdown();
        return total * 1e9 / (System.nanoTime() - start);
    }

    private static int peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
