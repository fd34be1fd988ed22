package dev.darkroom.media;

import dev.darkroom.jobs.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Decodes, resizes and encodes pictures. */
public interface ImageResizer {

    /** Decodes a picture upright and fits it into a square with that edge. A smaller picture keeps its size. */
    BufferedImage decode(Path original, int edge) throws InterruptedException;

    /** Makes a decoded picture fit into a smaller square. */
    BufferedImage resize(BufferedImage picture, int edge);

    /** Writes a picture as JPEG. */
    void encode(BufferedImage picture, OutputStream out) throws IOException;

    /** The file has the header of a picture but cannot be decoded. */
    class UnreadableImage extends Failure.Permanent {

        UnreadableImage(Throwable cause) {
            super("the picture cannot be decoded: the file is damaged", cause);
        }
    }
}
