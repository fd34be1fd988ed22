package dev.darkroom.testing;

import static dev.darkroom.testing.HostileFile.Outcome.COMPLETE;
import static dev.darkroom.testing.HostileFile.Outcome.FAILED;
import static dev.darkroom.testing.HostileFile.Outcome.REJECTED;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Supplier;
import java.util.zip.Deflater;

/** Twelve hostile files, with the expected outcome of an upload in mode inline. */
public enum HostileFile {
    NO_BYTES(REJECTED, 400, "The file is empty", () -> new byte[0]),
    TOO_LARGE(
            REJECTED,
            413,
            "larger than 25 MB",
            () -> Pictures.join(Pictures.jpeg(40, 30), new byte[26 * HostileFile.MEGABYTE])),
    WEB_PAGE(REJECTED, 415, "not a JPEG", () -> Pictures.ascii("<script>alert(1)</script>")),
    DAMAGED_JPEG_HEADER(REJECTED, 422, "damaged", () -> Pictures.ascii("\377\330\377\340")),
    PNG_OF_900_MEGAPIXELS(REJECTED, 422, "30000 × 30000", () -> Pictures.pngThatClaims(30_000, 30_000)),
    JPEG_OF_200_MEGAPIXELS(REJECTED, 422, "16000 × 12500", HostileFile::largeJpeg),
    WEBP_OF_268_MEGAPIXELS(REJECTED, 422, "16383 × 16383", () -> Pictures.uniformWebp(16_383, 16_383)),
    JPEG_OF_1000_SCANS(REJECTED, 422, "scans", HostileFile::jpegOfManyScans),
    UNREADABLE_PNG(FAILED, 422, "cannot be decoded", Pictures::unreadablePng),
    TRUNCATED_PNG(COMPLETE, 201, "", Pictures::truncatedPng),
    TRUNCATED_WEBP(FAILED, 422, "cannot be decoded", () -> Pictures.truncatedWebp(3000, 2000)),
    /** A truncated file is decoded as far as it goes, if the decoder can. */
    TRUNCATED_JPEG_WITH_METADATA(COMPLETE, 201, "", HostileFile::truncatedJpegWithMetadata),
    PNG_WITH_TEXT_OF_1_GB(COMPLETE, 201, "", HostileFile::pngWithLargeText);

    /** Metadata that no rendition may contain. */
    public static final String SECRET = "DARKROOM-SECRET";

    private static final int MEGABYTE = 1 << 20;

    public final Outcome outcome;
    public final int status;
    public final String message;
    private final Supplier<byte[]> content;

    HostileFile(Outcome outcome, int status, String message, Supplier<byte[]> content) {
        this.outcome = outcome;
        this.status = status;
        this.message = message;
        this.content = content;
    }

    public byte[] content() {
        return content.get();
    }

    /** The state of the upload: not stored, or a photo that is failed or complete. */
    public enum Outcome {
        REJECTED,
        FAILED,
        COMPLETE
    }

    private static byte[] largeJpeg() {
        byte[] jpeg = Pictures.jpeg(400, 300);
        int startOfFrame = 0;
        while (!isMarker(jpeg, startOfFrame, 0xC0)) {
            startOfFrame++;
        }
        ByteBuffer.wrap(jpeg).putShort(startOfFrame + 5, (short) 12_500).putShort(startOfFrame + 7, (short) 16_000);
        return jpeg;
    }

    private static byte[] jpegOfManyScans() {
        byte[] jpeg = Pictures.progressiveJpeg(40, 30);
        int end = jpeg.length - 2;
        int lastScan = end;
        while (!isMarker(jpeg, lastScan, 0xDA)) {
            lastScan--;
        }
        byte[] scans = repeat(Arrays.copyOfRange(jpeg, lastScan, end), 1000);
        return Pictures.join(Arrays.copyOf(jpeg, lastScan), scans, Arrays.copyOfRange(jpeg, end, jpeg.length));
    }

    private static boolean isMarker(byte[] jpeg, int at, int marker) {
        return jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) marker;
    }

    private static byte[] truncatedJpegWithMetadata() {
        byte[] jpeg = Pictures.firstHalf(Pictures.sidewaysJpeg(600, 400));
        byte[] xmp = Pictures.ascii("http://ns.adobe.com/xap/1.0/\0" + SECRET);
        return Pictures.withSegment(Pictures.withSegment(jpeg, 0xE1, xmp), 0xFE, Pictures.ascii(SECRET));
    }

    private static byte[] pngWithLargeText() {
        byte[] png = Pictures.png(40, 30);
        int headerEnd = 33;
        byte[] text = Pictures.pngChunk("tEXt", Pictures.ascii("Comment\0" + SECRET));
        byte[] packed = Pictures.pngChunk("zTXt", Pictures.join(Pictures.ascii("Comment\0\0"), deflatedGigabyte()));
        return Pictures.join(
                Arrays.copyOf(png, headerEnd), text, packed, Arrays.copyOfRange(png, headerEnd, png.length));
    }

    /** Repeats the same compressed megabyte. */
    private static byte[] deflatedGigabyte() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[MEGABYTE]);
        byte[] buffer = new byte[1 << 14];
        byte[] megabyte = Arrays.copyOf(buffer, deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH));
        deflater.end();
        byte[] start = {0x78, (byte) 0x9C};
        byte[] endAndChecksum = ByteBuffer.allocate(6)
                .put(new byte[] {3, 0})
                .putShort((short) ((1 << 30) % 65_521))
                .putShort((short) 1)
                .array();
        return Pictures.join(start, repeat(megabyte, 1024), endAndChecksum);
    }

    private static byte[] repeat(byte[] part, int times) {
        return Pictures.join(Collections.nCopies(times, part).toArray(byte[][]::new));
    }
}
