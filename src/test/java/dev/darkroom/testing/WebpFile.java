package dev.darkroom.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A WebP, chunk by chunk. */
final class WebpFile {

    private static final int RIFF_HEADER = 12;
    private static final int SIZE_AT = RIFF_HEADER + 9;
    private static final int ANIMATED = 0x02;
    private static final int WITH_ALPHA = 0x10;

    private WebpFile() {}

    static byte[] of(byte[]... chunks) {
        byte[] all = Bytes.join(chunks);
        return Bytes.join(Bytes.ascii("RIFF"), number(all.length + 4, 4), Bytes.ascii("WEBP"), all);
    }

    /** Frames of one colour, one after the other. */
    static byte[] animated(int width, int height, int frames) {
        byte[] frame = chunk(
                "ANMF",
                Bytes.join(
                        new byte[6],
                        number(width - 1, 3),
                        number(height - 1, 3),
                        number(100, 3),
                        new byte[1],
                        pixels(width, height)));
        byte[][] chunks = new byte[frames + 2][];
        chunks[0] = extended(ANIMATED, width, height);
        chunks[1] = chunk("ANIM", new byte[6]);
        Arrays.fill(chunks, 2, chunks.length, frame);
        return of(chunks);
    }

    /** A canvas of one size, and a picture of another. */
    static byte[] withCanvas(int canvasWidth, int canvasHeight, int width, int height) {
        return of(extended(WITH_ALPHA, canvasWidth, canvasHeight), pixels(width, height));
    }

    /** A picture, pixel by pixel, each in three bytes: the plainest lossless WebP that there is. */
    static byte[] lossless(BufferedImage picture) {
        LowBits bits = header(picture.getWidth(), picture.getHeight());
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                bits.code(rgb >> 8 & 0xFF).code(rgb >> 16 & 0xFF).code(rgb & 0xFF);
            }
        }
        return of(chunk("VP8L", bits.bytes()));
    }

    /** With another size in its header, and the data that it had. */
    static byte[] thatClaims(byte[] lossless, int width, int height) {
        byte[] file = lossless.clone();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(SIZE_AT, width - 1 | height - 1 << 14);
        return file;
    }

    private static LowBits header(int width, int height) {
        return new LowBits()
                .put(0x2F, 8)
                .put(width - 1, 14)
                .put(height - 1, 14)
                .put(0, 4)
                .put(0, 3)
                .allSymbols(256, 24)
                .allSymbols(256, 0)
                .allSymbols(256, 0)
                .oneSymbol(255)
                .oneSymbol(0);
    }

    static byte[] extended(int flags, int width, int height) {
        return chunk(
                "VP8X", Bytes.join(new byte[] {(byte) flags, 0, 0, 0}, number(width - 1, 3), number(height - 1, 3)));
    }

    static byte[] chunk(String type, byte[] data) {
        return Bytes.join(Bytes.ascii(type), number(data.length, 4), data, new byte[data.length % 2]);
    }

    private static byte[] pixels(int width, int height) {
        byte[] file = Pictures.uniformWebp(width, height);
        return Arrays.copyOfRange(file, RIFF_HEADER, file.length);
    }

    private static byte[] number(int value, int bytes) {
        return Arrays.copyOf(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array(),
                bytes);
    }

    /** Bits, the lowest first, and prefix codes as a lossless WebP begins with. */
    private static final class LowBits {

        private static final int ORDER_OF_ZERO = 2;
        private static final int ORDER_OF_EIGHT = 11;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int current;
        private int count;

        LowBits put(int value, int bits) {
            for (int i = 0; i < bits; i++) {
                current |= (value >> i & 1) << count++;
                if (count == Byte.SIZE) {
                    bytes.write(current);
                    current = 0;
                    count = 0;
                }
            }
            return this;
        }

        /** A code of eight bits: the highest of it comes first. */
        LowBits code(int symbol) {
            return put(Integer.reverse(symbol) >>> 24, Byte.SIZE);
        }

        LowBits oneSymbol(int symbol) {
            return put(1, 1).put(0, 1).put(1, 1).put(symbol, Byte.SIZE);
        }

        /** Each has a code of eight bits; behind them come some that have none. */
        LowBits allSymbols(int coded, int uncoded) {
            put(0, 1).put(ORDER_OF_EIGHT + 1 - 4, 4);
            for (int i = 0; i <= ORDER_OF_EIGHT; i++) {
                put(i == ORDER_OF_ZERO || i == ORDER_OF_EIGHT ? 1 : 0, 3);
            }
            put(0, 1);
            for (int i = 0; i < coded + uncoded; i++) {
                put(i < coded ? 1 : 0, 1);
            }
            return this;
        }

        byte[] bytes() {
            put(0, Byte.SIZE - 1);
            return bytes.toByteArray();
        }
    }
}
