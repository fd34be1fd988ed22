package dev.darkroom.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes, put together and taken apart. */
final class Bytes {

    private Bytes() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] first(byte[] all, int percent) {
        return Arrays.copyOf(all, all.length * percent / 100);
    }

    static byte[] filled(int length, char with) {
        byte[] all = new byte[length];
        Arrays.fill(all, (byte) with);
        return all;
    }
}
