package dev.darkroom.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A PNG, chunk by chunk, also such as no encoder would write. */
final class PngFile {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int HEADER_ENDS_AT = 33;
    private static final int TRUE_COLOUR = 2;
    private static final int BLOCK = 1 << 20;
    private static final int ADLER = 65_521;

    private PngFile() {}

    static byte[] of(byte[]... chunks) {
        return Bytes.join(SIGNATURE, Bytes.join(chunks));
    }

    /** Puts chunks between the header and what follows it. */
    static byte[] with(byte[] png, byte[]... chunks) {
        return Bytes.join(
                Arrays.copyOf(png, HEADER_ENDS_AT),
                Bytes.join(chunks),
                Arrays.copyOfRange(png, HEADER_ENDS_AT, png.length));
    }

    static byte[] header(int width, int height, int depth, int colour) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) depth, (byte) colour, 0, 0, 0})
                        .array());
    }

    static byte[] header(int width, int height) {
        return header(width, height, Byte.SIZE, TRUE_COLOUR);
    }

    static byte[] end() {
        return chunk("IEND", new byte[0]);
    }

    static byte[] text(String keyword, String text) {
        return chunk("tEXt", Bytes.join(Bytes.ascii(keyword), new byte[1], Bytes.ascii(text)));
    }

    /** A text that unpacks to so many zeros. */
    static byte[] packedText(long unpacked) {
        return chunk("zTXt", Bytes.join(Bytes.ascii("Comment"), new byte[2], packedZeros(unpacked)));
    }

    /** A text in any language that unpacks to so many zeros. */
    static byte[] packedInternationalText(long unpacked) {
        return chunk("iTXt", Bytes.join(Bytes.ascii("Comment"), new byte[] {0, 1, 0, 0, 0}, packedZeros(unpacked)));
    }

    /** A colour profile that unpacks to so many zeros. */
    static byte[] packedProfile(long unpacked) {
        return chunk("iCCP", Bytes.join(Bytes.ascii("profile"), new byte[2], packedZeros(unpacked)));
    }

    static byte[] data(byte[] packed) {
        return chunk("IDAT", packed);
    }

    /** A gigabyte is packed as quickly as a megabyte: all blocks are the same. */
    static byte[] packedZeros(long count) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x78, (byte) 0x9C});
        byte[] block = deflated(BLOCK);
        for (long i = 0; i < count / BLOCK; i++) {
            packed.writeBytes(block);
        }
        packed.writeBytes(deflated((int) (count % BLOCK)));
        packed.writeBytes(new byte[] {3, 0});
        packed.writeBytes(ByteBuffer.allocate(4)
                .putShort((short) (count % ADLER))
                .putShort((short) 1)
                .array());
        return packed.toByteArray();
    }

    private static byte[] deflated(int zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(new byte[zeros]);
            byte[] packed = new byte[1 << 14];
            return Arrays.copyOf(packed, deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH));
        } finally {
            deflater.end();
        }
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] body = Bytes.join(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }
}
