package dev.darkroom.media;

import dev.darkroom.media.Upload.UploadRejected;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture's header, read without decoding a pixel, because a small file may unpack to gigabytes. {@code pixelBytes} is the
 * size of a decoded pixel. A JPEG may have several scans, each a pass of the decoder over the whole picture.
 */
record PictureHeader(int width, int height, String format, int pixelBytes, int scans) {

    private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

    /** Encoders write about a dozen scans. A hundred decode in seconds, a million in hours. */
    private static final int MAX_SCANS = 100;

    /** Four channels of sixteen bits, for a picture whose pixel format cannot be read. */
    private static final int MAX_PIXEL_BYTES = 8;

    /** The resized copy has up to half as many pixels, of four bytes each. */
    private static final int COPY_PIXEL_BYTES = 2;

    /** The decoder buffers a JPEG of several scans outside the heap: three colours of two bytes each. */
    private static final int SCAN_BUFFER_PIXEL_BYTES = 6;

    private static final int RESTART = 0xD0;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;

    static {
        // Read pictures from their own file, without a temporary copy.
        ImageIO.setUseCache(false);
    }

    /** Detects the format from the content. Throws {@link UploadRejected} for another format or a damaged header. */
    static PictureHeader read(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw UploadRejected.notAPicture();
            }
            return read(readers.next(), in, file);
        } catch (UploadRejected e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers may throw any exception on a damaged header.
            throw UploadRejected.unreadable();
        }
    }

    private static PictureHeader read(ImageReader reader, ImageInputStream in, Path file) throws IOException {
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw UploadRejected.notAPicture();
            }
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) {
                throw UploadRejected.unreadable();
            }
            int scans = format.equals("jpeg") ? scans(file) : 1;
            return new PictureHeader(width, height, format, pixelBytes(reader), scans);
        } finally {
            reader.dispose();
        }
    }

    private static int pixelBytes(ImageReader reader) {
        try {
            SampleModel pixels = reader.getImageTypes(0).next().getSampleModel();
            int bits = DataBuffer.getDataTypeSize(pixels.getDataType());
            return pixels.getNumBands() * Math.max(1, bits / Byte.SIZE);
        } catch (IOException | RuntimeException e) {
            return MAX_PIXEL_BYTES;
        }
    }

    /** Counts scans by their markers. Skips segments, as EXIF data may contain a thumbnail with scans of its own. */
    private static int scans(Path jpeg) throws IOException {
        int scans = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(jpeg)))) {
            for (int marker = nextMarker(in); marker != END_OF_IMAGE; marker = nextMarker(in)) {
                if (marker == START_OF_SCAN) {
                    scans++;
                }
                if (marker != START_OF_IMAGE) {
                    in.skipNBytes(Math.max(0, in.readUnsignedShort() - Short.BYTES));
                }
            }
        } catch (EOFException e) {
            // A truncated JPEG is accepted, and decoded as far as it goes.
        }
        return scans;
    }

    /** Skips scan data, in which 0xFF is followed by zero or a restart marker. */
    private static int nextMarker(DataInputStream in) throws IOException {
        int previous;
        int current = in.readUnsignedByte();
        do {
            previous = current;
            current = in.readUnsignedByte();
        } while (previous != 0xFF || current == 0 || current == 0xFF || (current & 0xF8) == RESTART);
        return current;
    }

    /** Throws {@link UploadRejected} if decoding would take too much time or memory. */
    void check(long maxPixels, long memory) {
        long limit = canSkipPixels() ? maxPixels : Math.min(maxPixels, memory / (pixelBytes + COPY_PIXEL_BYTES));
        if (pixels() > limit) {
            String message = "The picture has %d × %d pixels; the limit for %s is %.1f million.";
            throw new UploadRejected(422, message, width, height, format.toUpperCase(Locale.ROOT), limit / 1e6);
        }
        if (scans > MAX_SCANS) {
            throw new UploadRejected(422, "The JPEG has %d scans; the limit is %d.", scans, MAX_SCANS);
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

    /** A lossless WebP is always decoded as a whole. */
    boolean canSkipPixels() {
        return !format.equals("webp");
    }

    /** Returns 1 to decode every pixel, 2 for every second column and row, and so on, as edge and memory allow. */
    int step(int edge, long memory) {
        if (!canSkipPixels()) {
            return 1;
        }
        int step = Math.max(1, longerEdge() / (2 * edge));
        while (heap(step) > memory) {
            step++;
        }
        return step;
    }

    /** Returns the bytes that decoding takes. */
    long memory(int step) {
        return heap(step) + (scans > 1 ? pixels() * SCAN_BUFFER_PIXEL_BYTES : 0);
    }

    private long heap(int step) {
        long columns = (width + step - 1) / step;
        long rows = (height + step - 1) / step;
        return columns * rows * (pixelBytes + COPY_PIXEL_BYTES);
    }
}
