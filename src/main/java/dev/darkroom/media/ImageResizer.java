package dev.darkroom.media;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Makes small pictures of large ones. */
public interface ImageResizer {

    /**
     * Decodes a picture, upright, so that it fits into a square; a smaller one stays as it is.
     *
     * @param edge of the square, in pixels
     * @throws UnreadableImage if only decoding tells that it is not a picture
     * @throws InterruptedException if it is stopped while it waits for memory
     */
    BufferedImage develop(Path original, int edge) throws InterruptedException;

    /** Makes a decoded picture fit into a smaller square. */
    BufferedImage reduce(BufferedImage picture, int edge);
}
