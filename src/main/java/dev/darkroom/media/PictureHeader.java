package dev.darkroom.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** What a picture's header says, read without decoding a pixel: a small file may unpack to gigabytes. */
record PictureHeader(int width, int height) {

    private static final Set<String> TAKEN = Set.of("jpeg", "png", "webp");

    static {
        // Headers are read from the file itself: no copy in a temporary one.
        ImageIO.setUseCache(false);
    }

    /**
     * Goes by the content, never by the name.
     *
     * @throws UploadRefused if it is no picture that is taken here, or its header cannot be read
     */
    static PictureHeader of(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw UploadRefused.notAPicture();
            }
            return read(readers.next(), in);
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw UploadRefused.unreadable();
        }
    }

    long pixels() {
        return (long) width * height;
    }

    int longerEdge() {
        return Math.max(width, height);
    }

    private static PictureHeader read(ImageReader reader, ImageInputStream in) throws IOException {
        try {
            if (!TAKEN.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                throw UploadRefused.notAPicture();
            }
            reader.setInput(in, true, true);
            return new PictureHeader(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }
}
