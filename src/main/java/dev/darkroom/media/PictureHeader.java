package dev.darkroom.media;

import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.media.UploadType.UploadRejected;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * A picture's header, read without decoding a pixel, because a small file may unpack to gigabytes. {@code pixelBytes} is the
 * size of a decoded pixel.
 */
record PictureHeader(int width, int height, String format, int pixelBytes, PictureMetadata metadata) {

    private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

    /** Encoders write about a dozen scans. A hundred decode in seconds, a million in hours. */
    private static final int MAX_SCANS = 100;

    /** Four channels of sixteen bits, for a picture whose pixel format cannot be read. */
    private static final int MAX_PIXEL_BYTES = 8;

    /** The decoder of WebP copies some of what it has decoded. */
    private static final int COPY_PIXEL_BYTES = 2;

    /** Up to four samples, and three of the copy on white. */
    private static final int REDUCED_PIXEL_BYTES = 7;

    private static final long MAX_STRIP = 128 * 1024 * 1024;

    /** The decoder buffers a JPEG of several scans outside the heap: three colours of two bytes each. */
    private static final int SCAN_BUFFER_PIXEL_BYTES = 6;

    static {
        // Read pictures from their own file, without a temporary copy.
        ImageIO.setUseCache(false);
    }

    /**
     * Detects the format from the content. Throws {@link UploadRejected} for another format or a damaged header, and
     * {@link FileStoreFailure} if the disk fails.
     */
    static PictureHeader read(Path path) {
        try (PictureFile file = new PictureFile(path)) {
            try {
                return read(file, path);
            } catch (IOException | RuntimeException e) {
                if (file.failure() != null) {
                    throw file.failure();
                }
                // Readers may throw any exception on a damaged header.
                throw e instanceof UploadRejected rejected ? rejected : unreadable();
            }
        } catch (IOException e) {
            throw new FileStoreFailure("the picture cannot be read", e);
        }
    }

    private static UploadRejected unreadable() {
        return new UploadRejected(422, "The picture's header cannot be read: the file is damaged.");
    }

    private static PictureHeader read(PictureFile file, Path path) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(file);
        ImageReader reader = readers.hasNext() ? readers.next() : null;
        String format = reader == null ? "" : reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            file.seek(0);
            throw new UploadRejected(415, OtherFormat.explain(file));
        }
        try {
            reader.setInput(file, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) {
                throw unreadable();
            }
            return new PictureHeader(width, height, format, pixelBytes(reader), PictureMetadata.read(path, format));
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

    /** Throws {@link UploadRejected} if decoding would take too much time or memory. */
    void check(long maxPixels, long memory) {
        long limit = isWhole() ? Math.min(maxPixels, memory / (pixelBytes + COPY_PIXEL_BYTES)) : maxPixels;
        if (pixels() > limit) {
            String message = "The picture has %d × %d pixels; the limit for %s is %.1f million.";
            throw new UploadRejected(422, message, width, height, format.toUpperCase(Locale.ROOT), limit / 1e6);
        }
        if (metadata.scans() > MAX_SCANS) {
            throw new UploadRejected(422, "The JPEG has %d scans; the limit is %d.", metadata.scans(), MAX_SCANS);
        }
        if (format.equals("jpeg") && !metadata.isCommonJpeg()) {
            throw new UploadRejected(
                    422, "The JPEG has 12 bits a colour or a rare encoding. Save it as an ordinary JPEG.");
        }
    }

    long pixels() {
        return (long) width * height;
    }

    int longerEdge() {
        return Math.max(width, height);
    }

    /** The width of the upright picture. */
    int uprightWidth() {
        return metadata.isSideways() ? height : width;
    }

    /** The height of the upright picture. */
    int uprightHeight() {
        return metadata.isSideways() ? width : height;
    }

    /** A JPEG in grey or three colours, which the JDK decodes row by row. */
    boolean isPlainJpeg() {
        return format.equals("jpeg") && (metadata.components() == 1 || metadata.components() == 3);
    }

    /** Whether the decoder keeps the whole picture in memory, as that of WebP does. */
    private boolean isWhole() {
        return format.equals("webp");
    }

    /** Returns the edge of the squares to average, so that the result is at least of that size and fits into the memory. */
    int factor(int edge, long memory) {
        int factor = Math.max(1, longerEdge() / edge);
        while (reduced(factor) > memory / 2) {
            factor++;
        }
        return factor;
    }

    /** Returns the rows to decode at a time. A decoder begins at the top for each strip, so there are few. */
    int stripRows(long memory) {
        long rows = Math.min(memory / 4, MAX_STRIP) / ((long) width * pixelBytes);
        return isWhole() ? height : (int) Math.max(1, Math.min(height, rows));
    }

    /** Returns the bytes that decoding takes. */
    long memory(int factor, int stripRows) {
        long strip = isPlainJpeg() ? 0 : (long) stripRows * width * pixelBytes;
        long copy = isWhole() ? pixels() * COPY_PIXEL_BYTES : 0;
        return reduced(factor) + strip + copy + (metadata.scans() > 1 ? pixels() * SCAN_BUFFER_PIXEL_BYTES : 0);
    }

    /** The reduced picture, and a copy of the resized one. */
    private long reduced(int factor) {
        long columns = (width + factor - 1) / factor;
        long rows = (height + factor - 1) / factor;
        return columns * rows * REDUCED_PIXEL_BYTES;
    }
}
