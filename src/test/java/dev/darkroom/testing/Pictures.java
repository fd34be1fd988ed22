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
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Real picture files, good and bad. */
public final class Pictures {

    private Pictures() {}

    /** Left half red, right half blue, so that one can tell which way is up. */
    public static BufferedImage halves(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D brush = image.createGraphics();
        brush.setPaint(new GradientPaint(0, 0, Color.RED, 0, height, new Color(200, 0, 0)));
        brush.fillRect(0, 0, width / 2, height);
        brush.setPaint(Color.BLUE);
        brush.fillRect(width / 2, 0, width - width / 2, height);
        brush.dispose();
        return image;
    }

    public static byte[] jpeg(int width, int height) {
        return encode(halves(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
    }

    public static byte[] png(int width, int height) {
        return encode(halves(width, height, BufferedImage.TYPE_INT_RGB), "png");
    }

    public static byte[] transparentPng(int width, int height) {
        return encode(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png");
    }

    public static byte[] gif() {
        return encode(halves(20, 20, BufferedImage.TYPE_INT_RGB), "gif");
    }

    /** One pixel, as no encoder for WebP comes with Java. */
    public static byte[] webp() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** Lossless. */
    public static byte[] webp(int width, int height) {
        return WebpFile.lossless(halves(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** Lossless, with the data of a much smaller one. */
    public static byte[] webpThatEndsEarly(int width, int height) {
        return WebpFile.thatClaims(webp(40, 30), width, height);
    }

    /** A PNG with a whole header and half of its data. */
    public static byte[] truncatedPng() {
        byte[] whole = png(600, 400);
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** A JPEG whose camera was held on its side: orientation 6, to be turned a quarter clockwise. */
    public static byte[] sidewaysJpeg(int width, int height) {
        byte[] plain = jpeg(width, height);
        byte[] exif = {
            'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0,
            0
        };
        ByteBuffer out = ByteBuffer.allocate(plain.length + 4 + exif.length);
        out.put(plain, 0, 2);
        out.put((byte) 0xFF)
                .put((byte) 0xE1)
                .putShort((short) (exif.length + 2))
                .put(exif);
        out.put(plain, 2, plain.length - 2);
        return out.array();
    }

    /** A few bytes that claim to be a picture of that size. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(header);
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(header)
                .putInt((int) crc.getValue())
                .array();
    }

    /**
     * A lossless WebP of any size and one colour, in 42 bytes: where each code has a single symbol, a pixel takes no
     * bit at all.
     */
    public static byte[] uniformWebp(int width, int height) {
        int codesOfOneSymbol = 0x11111 << 3;
        return ByteBuffer.allocate(42)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(34)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(21)
                .put((byte) 0x2F)
                .putInt(width - 1 | height - 1 << 14)
                .putInt(codesOfOneSymbol)
                .array();
    }

    public static BufferedImage decode(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] encode(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
