package dev.darkroom.testing;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Picture files, good and damaged. */
public final class Pictures {

    private static final int WEBP_SIZE_AT = 21;

    /** Every prefix code has one symbol, so that a pixel takes no bits. */
    private static final int WEBP_CODES_OF_ONE_SYMBOL = 0x11111 << 3;

    private static final String LOSSY_WEBP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
    private static final String LOSSLESS_WEBP =
            "UklGRqAAAABXRUJQVlA4TJMAAAAvA0AAAIBAAAAA4v////////////////////////////////////////8fAAAAAgEAAIj//////////"
                    + "///////////////////////////////fwgEAAAg/v/////////////////////////////////////////7XwCAfwCAfw"
                    + "AAgH8AgH+AYwCAYwAAgH8AgH8A";

    private Pictures() {}

    /** Returns a picture whose left half is red and right half is blue. */
    private static BufferedImage halves(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.RED, 0, height, new Color(200, 0, 0)));
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setPaint(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    public static byte[] jpeg(int width, int height) {
        return encode(halves(width, height), "jpg");
    }

    /** Returns a JPEG with EXIF orientation 6: it is shown rotated by 90° clockwise. */
    public static byte[] sidewaysJpeg(int width, int height) {
        String exif = "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0";
        return withSegment(jpeg(width, height), 0xE1, ascii(exif));
    }

    public static byte[] progressiveJpeg(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(out);
            writer.write(null, new IIOImage(halves(width, height), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Returns a JPEG with sensor noise: several megabytes at the resolution of a camera. */
    public static byte[] grainyJpeg(int width, int height) {
        int[] grain = new Random(1)
                .ints((long) width * height)
                .map(any -> 0x404040 + (any & 0x7F7F7F))
                .toArray();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, grain, 0, width);
        return encode(image, "jpg");
    }

    /** Inserts a segment after the start of a JPEG. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + data.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    public static byte[] png(int width, int height) {
        return encode(halves(width, height), "png");
    }

    public static byte[] transparentPng(int width, int height) {
        return encode(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png");
    }

    /** Returns a PNG that ends after its header. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        return join(signature, pngChunk("IHDR", header));
    }

    static byte[] pngChunk(String type, byte[] data) {
        byte[] body = join(ascii(type), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    /** Returns a PNG with a complete header and half of its data. */
    public static byte[] truncatedPng() {
        return firstHalf(png(600, 400));
    }

    /** Returns a PNG that ends within its first row. */
    public static byte[] unreadablePng() {
        return Arrays.copyOf(png(600, 400), 50);
    }

    /** Returns a lossy WebP of one pixel. */
    public static byte[] webp() {
        return Base64.getDecoder().decode(LOSSY_WEBP);
    }

    /** Returns a lossless WebP of 4 × 2 pixels. */
    public static byte[] losslessWebp() {
        return Base64.getDecoder().decode(LOSSLESS_WEBP);
    }

    /** Returns a lossless WebP with data for 4 × 2 pixels and another size in its header. */
    public static byte[] truncatedWebp(int width, int height) {
        byte[] file = losslessWebp();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(WEBP_SIZE_AT, width - 1 | height - 1 << 14);
        return file;
    }

    /** Returns a lossless WebP of one colour: 42 bytes at any size. */
    public static byte[] uniformWebp(int width, int height) {
        return ByteBuffer.allocate(42)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(34)
                .put(ascii("WEBPVP8L"))
                .putInt(21)
                .put((byte) 0x2F)
                .putInt(width - 1 | height - 1 << 14)
                .putInt(WEBP_CODES_OF_ONE_SYMBOL)
                .array();
    }

    public static BufferedImage decode(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] firstHalf(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
