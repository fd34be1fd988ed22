package dev.darkroom.media;

import dev.darkroom.testing.HostileFiles;
import dev.darkroom.testing.Mutations;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Damages good pictures at random, and sends each the way of an upload: header, check, decoding, three renditions. What
 * does not end in time, or in an error that has a name, is a finding; its file is kept in {@code target/fuzz}.
 */
final class PictureFuzz {

    static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    private static final Path FINDINGS = Path.of("target", "fuzz");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long MEMORY = 256L << 20;

    private final List<byte[]> pictures = HostileFiles.good();
    private final Random random = new Random(SEED);
    private final Mutations mutations = new Mutations(random);
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private final DecodingMemory memory = new DecodingMemory(MEMORY);
    private final Upload upload = new Upload(null, settings(), memory, null, null);
    private final ImageResizer enlarger = new ThumbnailatorResizer(memory);
    private final Path file;

    PictureFuzz(Path folder) {
        file = folder.resolve("mutant");
    }

    /** Each finding, as a sentence. */
    List<String> run(Duration time) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(time);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        int inputs = 0;
        for (; Instant.now().isBefore(end); inputs++) {
            byte[] mutant = mutations.of(pictures.get(random.nextInt(pictures.size())));
            Files.write(file, mutant);
            if (!endsInTime(worker.submit(this::develop), mutant)) {
                worker.shutdownNow();
                worker = Executors.newSingleThreadExecutor();
            }
        }
        worker.shutdownNow();
        System.out.printf("Fuzz: seed %d, %d inputs, %s, %d findings%n", SEED, inputs, outcomes, findings.size());
        return findings;
    }

    private boolean endsInTime(Future<String> outcome, byte[] mutant) throws IOException, InterruptedException {
        try {
            outcomes.merge(outcome.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS), 1, Integer::sum);
            return true;
        } catch (TimeoutException e) {
            keep(mutant, e);
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            keep(mutant, e.getCause());
            return true;
        }
    }

    /** The named ends; all that is thrown beside them is a finding. */
    private String develop() throws IOException, InterruptedException {
        try {
            upload.check(file, Files.size(file));
            BufferedImage picture = null;
            for (Rendition rendition : Rendition.values()) {
                picture = picture == null
                        ? enlarger.develop(file, rendition.edge())
                        : enlarger.reduce(picture, rendition.edge());
                Jpeg.writer(picture).writeTo(OutputStream.nullOutputStream());
            }
            return "developed";
        } catch (UploadRejected e) {
            return "refused with " + e.status();
        } catch (UnreadableImage e) {
            return "unreadable";
        }
    }

    private void keep(byte[] mutant, Throwable why) throws IOException {
        String name = "%d-%d".formatted(SEED, findings.size());
        StringWriter trace = new StringWriter();
        why.printStackTrace(new PrintWriter(trace));
        Files.createDirectories(FINDINGS);
        Files.write(FINDINGS.resolve(name), mutant);
        Files.writeString(FINDINGS.resolve(name + ".txt"), trace.toString());
        findings.add("%s: %s".formatted(FINDINGS.resolve(name), why));
    }

    private static UploadSettings settings() {
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(UploadSettings.class)
                .build()
                .getConfigMapping(UploadSettings.class);
    }
}
