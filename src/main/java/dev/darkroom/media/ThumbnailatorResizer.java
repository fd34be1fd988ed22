package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;

/** Resizes and rotates with Thumbnailator what {@link PictureDecoder} has decoded. */
@ApplicationScoped
class ThumbnailatorResizer implements ImageResizer {

    private static final float QUALITY = 0.82f;

    private final DecodingMemory memory;

    ThumbnailatorResizer(DecodingMemory memory) {
        this.memory = memory;
    }

    @Override
    public Decoded decode(Path original, int edge) throws InterruptedException {
        PictureHeader header = PictureHeader.read(original);
        int factor = header.factor(edge, memory.bytes());
        int stripRows = header.stripRows(memory.bytes());
        try (Closeable reserved = memory.acquire(header.memory(factor, stripRows));
                PictureFile file = new PictureFile(original)) {
            ReducedPicture reduced = reduce(file, header, factor, stripRows);
            reduced.toSrgb(header.metadata().profile(), header.metadata().gamma());
            boolean whole =
                    reduced.rows() == header.height() && header.metadata().isComplete();
            return new Decoded(upright(reduced.onWhite(), header, edge), whole);
        } catch (IOException e) {
            throw new FileStore.FileStoreFailure("the original cannot be read", e);
        }
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int edge) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        return scale(picture, picture.getWidth(), picture.getHeight(), Math.min(1, edge / (double) longer));
    }

    /** Encodes without Thumbnailator, which would copy the picture first. */
    @Override
    public void encode(BufferedImage picture, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream file = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(file);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    /** Only the disk's own error is transient; a decoder throws any exception at a damaged file. */
    private static ReducedPicture reduce(PictureFile file, PictureHeader header, int factor, int stripRows)
            throws IOException {
        try {
            return new PictureDecoder(header, factor).decode(file, stripRows);
        } catch (IOException | RuntimeException e) {
            if (file.failure() != null) {
                throw file.failure();
            }
            throw new UnreadableImage(e);
        }
    }

    private static BufferedImage upright(BufferedImage reduced, PictureHeader header, int edge) {
        double scale = Math.min(1, edge / (double) header.longerEdge());
        return ExifFilterUtils.getFilterForOrientation(header.metadata().orientation())
                .apply(scale(reduced, header.width(), header.height(), scale));
    }

    /** @param width the width to scale, which may differ from the picture's by rounding */
    private static BufferedImage scale(BufferedImage picture, int width, int height, double scale) {
        try {
            return Thumbnails.of(picture)
                    .forceSize(
                            Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale)))
                    .asBufferedImage();
        } catch (IOException e) {
            throw new IllegalStateException("the picture in memory cannot be resized", e);
        }
    }
}
