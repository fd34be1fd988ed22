package dev.darkroom.processes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A JPEG of a camera's size, with gradients and a sensor's grain. */
final class LargePicture {

    static final int WIDTH = 4000;
    static final int HEIGHT = 3000;

    private static final double GRAIN = 7;
    private static final float QUALITY = 0.9f;

    private LargePicture() {}

    static byte[] jpeg() {
        return encode(draw(new Random(1)));
    }

    private static BufferedImage draw(Random random) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double light = 128 + 60 * Math.sin(x / 310.0) * Math.cos(y / 170.0) + 30 * Math.sin((x + y) / 23.0);
                double grain = random.nextGaussian() * GRAIN;
                picture.setRGB(x, y, rgb(light + grain, light * 0.8 + grain, 255 - light + grain));
            }
        }
        return picture;
    }

    private static int rgb(double red, double green, double blue) {
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }

    static byte[] encode(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
