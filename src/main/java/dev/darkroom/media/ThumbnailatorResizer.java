package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/** Decodes as much of a picture as is needed and no more; Thumbnailator then makes it small and upright. */
@ApplicationScoped
class ThumbnailatorResizer implements ImageResizer {

    private final DecodingMemory memory;

    ThumbnailatorResizer(DecodingMemory memory) {
        this.memory = memory;
    }

    @Override
    public BufferedImage develop(Path original, int edge) throws InterruptedException {
        try {
            PictureHeader header = PictureHeader.of(original);
            int step = header.step(edge, memory.bytes());
            try (DecodingMemory.Share share = memory.take(header.memory(step) + header.memoryOfPasses())) {
                return opaque(decode(original, header, step, edge));
            }
        } catch (IOException | RuntimeException e) {
            throw Files.isReadable(original)
                    ? new UnreadableImage(e)
                    : new FileStoreFailure("the original cannot be read", e);
        }
    }

    @Override
    public BufferedImage reduce(BufferedImage picture, int edge) {
        return fit(picture, Math.min(edge, Math.max(picture.getWidth(), picture.getHeight())), null);
    }

    private static BufferedImage decode(Path original, PictureHeader header, int step, int edge) throws IOException {
        try (ImageInputStream in = open(original, header)) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            try {
                // Only a camera's notes are of use; a text in a PNG may unpack to gigabytes too.
                reader.setInput(in, true, !header.isJpeg());
                ImageReadParam part = reader.getDefaultReadParam();
                part.setSourceSubsampling(step, step, 0, 0);
                Orientation orientation = header.isJpeg() ? orientation(reader) : null;
                return fit(reader.read(0, part), Math.min(edge, header.longerEdge()), orientation);
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageInputStream open(Path original, PictureHeader header) throws IOException {
        ImageInputStream file = ImageIO.createImageInputStream(original.toFile());
        return header.isReadInParts() ? file : new EndingStream(file);
    }

    /** Null where nothing is noted that can be read: then the picture stays as it is. */
    private static Orientation orientation(ImageReader reader) {
        try {
            return ExifUtils.getExifOrientation(reader, 0);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** @param orientation as the camera noted it; null where it is upright */
    private static BufferedImage fit(BufferedImage picture, int edge, Orientation orientation) {
        try {
            return Thumbnails.of(picture)
                    .size(edge, edge)
                    .addFilter(ExifFilterUtils.getFilterForOrientation(orientation))
                    .asBufferedImage();
        } catch (IOException e) {
            throw new IllegalStateException("no file is involved", e);
        }
    }

    /** JPEG has no transparency: what is transparent becomes paper. */
    private static BufferedImage opaque(BufferedImage picture) {
        if (picture.getType() == BufferedImage.TYPE_INT_RGB) {
            return picture;
        }
        BufferedImage paper = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = paper.createGraphics();
        brush.drawImage(picture, 0, 0, Color.WHITE, null);
        brush.dispose();
        return paper;
    }
}
