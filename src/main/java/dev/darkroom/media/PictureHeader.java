package dev.darkroom.media;

import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What a picture's header says, read without decoding a pixel: a small file may unpack to gigabytes.
 *
 * @param format in lower case
 * @param depth bytes of a decoded pixel
 * @param passes over the whole picture that its decoder makes
 */
record PictureHeader(int width, int height, String format, int depth, int passes) {

    private static final Set<String> TAKEN = Set.of("jpeg", "png", "webp");

    /** A lossless WebP is decoded as a whole, whatever part of it is asked for. */
    private static final Set<String> READ_IN_PARTS = Set.of("jpeg", "png");

    /** Of which only width and height can be read: four channels of sixteen bits. */
    private static final int DEEPEST = 8;

    /** The copy on which a picture is made smaller has up to half of its pixels, of four bytes each. */
    private static final int DEPTH_OF_COPY = 2;

    /** A JPEG that comes in several passes is kept as a whole beside the heap: three colours, of two bytes each. */
    private static final int DEPTH_OF_PASSES = 6;

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
                throw UploadRejected.notAPicture();
            }
            return read(readers.next(), in, file);
        } catch (UploadRejected e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers trust what they read: out of a damaged header comes any exception there is.
            throw UploadRejected.unreadable();
        }
    }

    long pixels() {
        return (long) width * height;
    }

    int longerEdge() {
        return Math.max(width, height);
    }

    boolean isJpeg() {
        return format.equals("jpeg");
    }

    boolean isReadInParts() {
        return READ_IN_PARTS.contains(format);
    }

    /** What developing takes of the heap, where only each so many-th pixel of a row, and row, is decoded. */
    long memory(int step) {
        long columns = (width + step - 1) / step;
        long rows = (height + step - 1) / step;
        return columns * rows * (depth + DEPTH_OF_COPY);
    }

    /** What developing takes beside the heap. */
    long memoryOfPasses() {
        return passes > 1 ? pixels() * DEPTH_OF_PASSES : 0;
    }

    /** Twice as many pixels as are wanted are enough for a good picture, and fewer must do where memory is short. */
    int step(int edge, long memory) {
        int step = isReadInParts() ? Math.max(1, longerEdge() / (2 * edge)) : 1;
        while (isReadInParts() && memory(step) > memory) {
            step++;
        }
        return step;
    }

    private static PictureHeader read(ImageReader reader, ImageInputStream in, Path file) throws IOException {
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!TAKEN.contains(format)) {
                throw UploadRejected.notAPicture();
            }
            reader.setInput(in, true, true);
            int passes = format.equals("jpeg") ? JpegPasses.count(file) : 1;
            PictureHeader header =
                    new PictureHeader(reader.getWidth(0), reader.getHeight(0), format, depth(reader), passes);
            if (header.width < 1 || header.height < 1) {
                throw UploadRejected.unreadable();
            }
            return header;
        } finally {
            reader.dispose();
        }
    }

    private static int depth(ImageReader reader) {
        try {
            SampleModel pixels = reader.getImageTypes(0).next().getSampleModel();
            int bits = DataBuffer.getDataTypeSize(pixels.getDataType());
            return pixels.getNumBands() * Math.max(1, bits / Byte.SIZE);
        } catch (IOException | RuntimeException e) {
            return DEEPEST;
        }
    }
}
