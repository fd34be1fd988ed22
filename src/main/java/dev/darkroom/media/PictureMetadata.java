package dev.darkroom.media;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * The statements of a file about its pixels, read without decoding one: from the segments of a JPEG (ITU T.81, EXIF, ICC.1
 * annex B), and from the chunks of a PNG (third edition) or a WebP (RFC 9649).
 */
final class PictureMetadata {

    /** Real profiles and EXIF blocks are smaller. A small chunk may unpack to gigabytes. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PNG_SIGNATURE = 8;
    private static final int RIFF_HEADER = 12;

    private static final int RESTART = 0xD0;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;

    private final Map<Integer, byte[]> iccParts = new TreeMap<>();
    private Orientation orientation = Orientation.TOP_LEFT;
    private byte[] profile;
    private double gamma;
    private int frame;
    private int precision;
    private int components;
    private int scans;
    private boolean complete;

    /** Throws {@link IOException} only if the file cannot be read. A damaged part counts as missing. */
    static PictureMetadata read(Path path, String format) throws IOException {
        PictureMetadata metadata = new PictureMetadata();
        try (ScanSkipper file = new ScanSkipper(Files.newInputStream(path));
                DataInputStream in = new DataInputStream(file)) {
            switch (format) {
                case "jpeg" -> metadata.readJpeg(in, file);
                case "png" -> metadata.readPng(in);
                default -> metadata.readWebp(in);
            }
        } catch (EOFException e) {
            // The file ends early: it is decoded as far as it goes.
        }
        return metadata;
    }

    Orientation orientation() {
        return orientation;
    }

    /** Whether the upright picture is as wide as the stored one is high. */
    boolean isSideways() {
        return switch (orientation) {
            case LEFT_TOP, RIGHT_TOP, RIGHT_BOTTOM, LEFT_BOTTOM -> true;
            default -> false;
        };
    }

    /** The ICC profile of a JPEG or PNG, or null. */
    byte[] profile() {
        return profile;
    }

    /** The exponent with which the samples are encoded; 0 for that of sRGB. */
    double gamma() {
        return gamma;
    }

    /** The passes over the whole picture; 1 for a PNG or WebP. */
    int scans() {
        return Math.max(1, scans);
    }

    /** The colours of a JPEG: one, three, or four of CMYK; 0 of another format. */
    int components() {
        return components;
    }

    /** Whether a JPEG has eight bits a sample and is sequential or progressive, with Huffman codes. */
    boolean isCommonJpeg() {
        return precision == Byte.SIZE && frame <= 2;
    }

    /** Whether a JPEG has its end. For another format, the decoder says so. */
    boolean isComplete() {
        return complete || components == 0;
    }

    /** Skips whole segments, as EXIF data may contain a thumbnail with segments of its own. */
    private void readJpeg(DataInputStream in, ScanSkipper file) throws IOException {
        for (int marker = nextMarker(in, file); marker != END_OF_IMAGE; marker = nextMarker(in, file)) {
            if (marker == START_OF_IMAGE) {
                continue;
            }
            int length = Math.max(0, in.readUnsignedShort() - Short.BYTES);
            if (marker == APP1 || marker == APP2 || isFrame(marker)) {
                readSegment(marker, in.readNBytes(length));
            } else {
                in.skipNBytes(length);
            }
            if (marker == START_OF_SCAN) {
                scans++;
            }
        }
        complete = true;
    }

    private void readSegment(int marker, byte[] segment) {
        if (isFrame(marker) && segment.length > 5) {
            frame = marker & 0x0F;
            precision = segment[0];
            components = segment[5];
        } else if (startsWith(segment, EXIF)) {
            readOrientation(segment);
        } else if (startsWith(segment, ICC) && segment.length > ICC.length + 2) {
            iccParts.put(segment[ICC.length] & 0xFF, Arrays.copyOfRange(segment, ICC.length + 2, segment.length));
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            iccParts.values().forEach(whole::writeBytes);
            profile = whole.toByteArray();
        }
    }

    /** A frame header: SOF0 to SOF15 without the tables (DHT, JPG, DAC) among them. */
    private static boolean isFrame(int marker) {
        return (marker & 0xF0) == 0xC0 && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Skips scan data, in which 0xFF is followed by zero or a restart marker. */
    private static int nextMarker(DataInputStream in, ScanSkipper file) throws IOException {
        int marker;
        do {
            file.skipTo((byte) 0xFF);
            do {
                marker = in.readUnsignedByte();
            } while (marker == 0xFF);
        } while (marker == 0 || (marker & 0xF8) == RESTART);
        return marker;
    }

    /** Looks for a byte in its buffer, because reading megabytes of scan data byte by byte is slow. */
    private static final class ScanSkipper extends BufferedInputStream {

        ScanSkipper(InputStream in) {
            super(in);
        }

        void skipTo(byte wanted) throws IOException {
            for (int next = read(); next >= 0; next = read()) {
                pos--;
                while (pos < count) {
                    if (buf[pos++] == wanted) {
                        return;
                    }
                }
            }
            throw new EOFException();
        }
    }

    /** A profile or a standard colour space counts more than a gamma value. */
    private void readPng(DataInputStream in) throws IOException {
        in.skipNBytes(PNG_SIGNATURE);
        boolean named = false;
        while (true) {
            long length = in.readInt() & 0xFFFFFFFFL;
            String type = new String(in.readNBytes(Integer.BYTES), StandardCharsets.ISO_8859_1);
            if (type.equals("IEND") || type.length() < Integer.BYTES) {
                return;
            }
            if (length > MAX_BYTES || !"iCCP sRGB cICP gAMA eXIf".contains(type)) {
                in.skipNBytes(length + Integer.BYTES);
                continue;
            }
            byte[] chunk = in.readNBytes((int) length);
            in.skipNBytes(Integer.BYTES);
            switch (type) {
                case "iCCP" -> profile = unpacked(chunk);
                case "eXIf" -> readOrientation(chunk);
                case "gAMA" -> gamma = named ? 0 : exponent(chunk);
                default -> named = true;
            }
            if (named) {
                gamma = 0;
            }
        }
    }

    private static double exponent(byte[] chunk) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(chunk)).readInt() / 100_000.0;
    }

    /** A name that ends with 0, the compression method, and the packed profile. */
    private static byte[] unpacked(byte[] chunk) {
        int start = 0;
        while (start < chunk.length && chunk[start] != 0) {
            start++;
        }
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(chunk, Math.min(start + 2, chunk.length), chunk.length))) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            return null;
        }
    }

    /** TwelveMonkeys applies the profile of a WebP itself. */
    private void readWebp(DataInputStream in) throws IOException {
        in.skipNBytes(RIFF_HEADER);
        while (true) {
            String type = new String(in.readNBytes(Integer.BYTES), StandardCharsets.ISO_8859_1);
            long length = Integer.reverseBytes(in.readInt()) & 0xFFFFFFFFL;
            if (type.equals("EXIF") && length <= MAX_BYTES) {
                readOrientation(in.readNBytes((int) length));
                return;
            }
            in.skipNBytes(length + (length & 1));
        }
    }

    /** Only a JPEG has the prefix for certain. */
    private void readOrientation(byte[] exif) {
        byte[] whole = exif;
        if (!startsWith(exif, EXIF)) {
            whole = Arrays.copyOf(EXIF, EXIF.length + exif.length);
            System.arraycopy(exif, 0, whole, EXIF.length, exif.length);
        }
        try {
            Orientation found = ExifUtils.getOrientationFromExif(whole);
            orientation = found == null ? Orientation.TOP_LEFT : found;
        } catch (RuntimeException e) {
            orientation = Orientation.TOP_LEFT;
        }
    }

    private static boolean startsWith(byte[] segment, byte[] prefix) {
        return Arrays.equals(segment, 0, Math.min(segment.length, prefix.length), prefix, 0, prefix.length);
    }
}
