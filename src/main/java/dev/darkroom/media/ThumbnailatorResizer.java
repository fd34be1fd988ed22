package dev.darkroom.media;

import dev.darkroom.media.FileStore.FileStoreFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/** Resizes and rotates with Thumbnailator, after decoding only the pixels that are needed. */
@ApplicationScoped
class ThumbnailatorResizer implements ImageResizer {

    private static final double QUALITY = 0.82;

    private final DecodingMemory memory;

    ThumbnailatorResizer(DecodingMemory memory) {
        this.memory = memory;
    }

    @Override
    public BufferedImage decode(Path original, int edge) throws InterruptedException {
        try {
            PictureHeader header = PictureHeader.read(original);
            int step = header.step(edge, memory.bytes());
            try (DecodingMemory.Permit permit = memory.acquire(header.memory(step))) {
                return opaque(decode(original, header, step, edge));
            }
        } catch (IOException | RuntimeException e) {
            throw Files.isReadable(original)
                    ? new UnreadableImage(e)
                    : new FileStoreFailure("the original cannot be read", e);
        }
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int edge) {
        return fit(picture, Math.min(edge, Math.max(picture.getWidth(), picture.getHeight())), null);
    }

    @Override
    public void encode(BufferedImage picture, OutputStream out) throws IOException {
        Thumbnails.of(picture)
                .scale(1)
                .outputFormat("jpg")
                .outputQuality(QUALITY)
                .toOutputStream(out);
    }

    private static BufferedImage decode(Path original, PictureHeader header, int step, int edge) throws IOException {
        try (ImageInputStream file = ImageIO.createImageInputStream(original.toFile())) {
            ImageInputStream in = header.canSkipPixels() ? file : new LimitedEofStream(file);
            ImageReader reader = ImageIO.getImageReaders(in).next();
            try {
                // Read the metadata of a JPEG only: a text chunk in a PNG may unpack to gigabytes.
                reader.setInput(in, true, !header.isJpeg());
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                Orientation orientation = header.isJpeg() ? orientation(reader) : null;
                return fit(reader.read(0, param), Math.min(edge, header.longerEdge()), orientation);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Returns null if the orientation is missing or unreadable. */
    private static Orientation orientation(ImageReader reader) {
        try {
            return ExifUtils.getExifOrientation(reader, 0);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static BufferedImage fit(BufferedImage picture, int edge, Orientation orientation) {
        try {
            return Thumbnails.of(picture)
                    .size(edge, edge)
                    .addFilter(ExifFilterUtils.getFilterForOrientation(orientation))
                    .asBufferedImage();
        } catch (IOException e) {
            throw new IllegalStateException("the picture in memory cannot be resized", e);
        }
    }

    /** JPEG has no transparency: transparent pixels become white. */
    private static BufferedImage opaque(BufferedImage picture) {
        if (picture.getType() == BufferedImage.TYPE_INT_RGB) {
            return picture;
        }
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    /**
     * Stops a decoder that keeps reading after the end of the file: TwelveMonkeys would decode a truncated lossless WebP
     * for minutes, with an exception for each missing pixel.
     */
    private static final class LimitedEofStream extends ImageInputStreamImpl {

        /** The decoder reads eight bytes ahead, so it reads past the end of a complete file a few times. */
        private static final int MAX_READS_AT_END = 100;

        private final ImageInputStream file;
        private int readsAtEnd;

        LimitedEofStream(ImageInputStream file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            bitOffset = 0;
            file.seek(streamPos);
            int count = file.read(into, offset, length);
            if (count < 0 && ++readsAtEnd > MAX_READS_AT_END) {
                throw new IOException("the file is truncated");
            }
            streamPos += Math.max(0, count);
            return count;
        }
    }
}
