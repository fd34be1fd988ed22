package dev.darkroom.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Twenty photos of twelve megapixels, one after another, in a heap of 256 MB. */
final class UploadFigures {

    private static final int PHOTOS = 20;
    private static final String HEAP = "-Xmx256m";
    private static final Path COLLECTIONS = Path.of("target", "processes", "figures-upload-gc.log");

    String measure() {
        byte[] picture = LargePicture.jpeg();
        try (ApplicationProcess darkroom = new ApplicationProcess("figures-upload")
                .option(HEAP)
                .option(HeapWatch.logOption(COLLECTIONS))
                .start()) {
            HttpVisitor visitor = HttpVisitor.signedUp(darkroom);
            visitor.awaitComplete(visitor.upload("durable", picture));
            try (HeapWatch heap = new HeapWatch(darkroom)) {
                Times requests = new Times();
                Times total = new Times();
                total.measure(() -> uploadAndAwait(visitor, picture, requests));
                return section(picture.length, requests, total, heap.sampledMegabytes());
            }
        }
    }

    private static void uploadAndAwait(HttpVisitor visitor, byte[] picture, Times requests) {
        List<String> photos = new ArrayList<>();
        for (int i = 0; i < PHOTOS; i++) {
            requests.measure(() -> photos.add(visitor.upload("durable", picture)));
        }
        photos.forEach(visitor::awaitComplete);
    }

    private static String section(int bytes, Times requests, Times total, long sampled) {
        return """
            ## Uploads

            %d JPEGs of %d × %d pixels and %.1f MB, each its own `POST /photos`, one after another from one client, in mode
            durable, after one to warm up. `%s`, 2 workers for images, `darkroom.simulate.resize-delay` 0s.

            | | measured | aim |
            |---|--:|--:|
            | a request, median | %.0f ms | 150 ms |
            | a request, longest | %.0f ms | |
            | from the first request until all are complete | %.1f s | 20 s |
            | heap, highest of samples each 100 ms | %d MB | |
            | heap, highest before a collection | %d MB | |
            | heap, highest after a collection | %d MB | |
            """
                .formatted(
                        PHOTOS,
                        LargePicture.WIDTH,
                        LargePicture.HEIGHT,
                        bytes / 1e6,
                        HEAP,
                        requests.median(),
                        requests.max(),
                        total.max() / 1000,
                        sampled,
                        HeapWatch.megabytesBeforeCollection(COLLECTIONS),
                        HeapWatch.megabytesAfterCollection(COLLECTIONS));
    }
}
