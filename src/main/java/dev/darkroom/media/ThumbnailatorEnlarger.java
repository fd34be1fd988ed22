package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.tasks.UnsupportedFormatException;

/** Works with Thumbnailator, which reads a large picture in parts and knows which way is up. */
@ApplicationScoped
class ThumbnailatorEnlarger implements Enlarger {

    static {
        // Decode at a fraction of the size where the picture is much larger than what is wanted.
        System.setProperty("thumbnailator.conserveMemoryWorkaround", "true");
    }

    @Override
    public BufferedImage develop(Path original, int edge) {
        try {
            int fitting = Math.min(edge, PictureHeader.of(original).longerEdge());
            // From the file: only then is the orientation that the camera noted taken into account.
            return opaque(
                    Thumbnails.of(original.toFile()).size(fitting, fitting).asBufferedImage());
        } catch (IIOException | UnsupportedFormatException | RuntimeException e) {
            throw new UnreadableImage(e);
        } catch (IOException e) {
            throw Files.exists(original) ? new UnreadableImage(e) : new FileTrouble("the original cannot be read", e);
        }
    }

    @Override
    public BufferedImage reduce(BufferedImage picture, int edge) {
        int fitting = Math.min(edge, Math.max(picture.getWidth(), picture.getHeight()));
        try {
            return Thumbnails.of(picture).size(fitting, fitting).asBufferedImage();
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
