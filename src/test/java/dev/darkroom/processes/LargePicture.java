package dev.darkroom.processes;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs of a camera's size and beyond. */
final class LargePicture {

    private LargePicture() {}

    /** 12 megapixels of gradients and a sensor's grain: several megabytes. */
    static byte[] jpeg() {
        Random random = new Random(1);
        BufferedImage picture = new BufferedImage(4000, 3000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                double light = 128 + 60 * Math.sin(x / 310.0) * Math.cos(y / 170.0) + 30 * Math.sin((x + y) / 23.0);
                double grain = random.nextGaussian() * 7;
                picture.setRGB(
                        x,
                        y,
                        clamp(light + grain) << 16 | clamp(light * 0.8 + grain) << 8 | clamp(255 - light + grain));
            }
        }
        return encode(picture);
    }

    /** 200 megapixels that repeat one row, so that they take little memory to make. */
    static byte[] huge() {
        int width = 16_000;
        int[] bands = {0, 1, 2};
        byte[] row = new byte[width * bands.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) (128 + 100 * Math.sin(i / 3000.0));
        }
        return encode(new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        BufferedImage.OPAQUE,
                        DataBuffer.TYPE_BYTE),
                Raster.createWritableRaster(
                        new ComponentSampleModel(DataBuffer.TYPE_BYTE, width, 12_500, bands.length, 0, bands),
                        new DataBufferByte(row, row.length),
                        new Point()),
                false,
                null));
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }

    private static byte[] encode(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(0.9f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
