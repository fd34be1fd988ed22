package dev.darkroom.media;

import dev.darkroom.jobs.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Decodes, resizes and encodes pictures. */
public interface ImageResizer {

    /**
     * Decodes a picture upright, in sRGB and on white, and fits it into a square with that edge. A smaller picture keeps its
     * size. Throws {@link UnreadableImage} if no row can be decoded, and {@link FileStore.FileStoreFailure} if the disk fails.
     */
    Decoded decode(Path original, int edge) throws InterruptedException;

    /** Makes a decoded picture fit into a smaller square. */
    BufferedImage resize(BufferedImage picture, int edge);

    /** Writes a picture as JPEG. */
    void encode(BufferedImage picture, OutputStream out) throws IOException;

    /** @param whole false if the file ends early, and the lower part of the picture is missing */
    record Decoded(BufferedImage picture, boolean whole) {}

    /** The file has the header of a picture but cannot be decoded. */
    class UnreadableImage extends Failure.Permanent {

        UnreadableImage(Throwable cause) {
            super("the picture cannot be decoded: the file is damaged", cause);
        }
    }
}
