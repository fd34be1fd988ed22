package dev.darkroom.testing;

import static dev.darkroom.testing.HostileFile.Outcome.DEVELOPED;
import static dev.darkroom.testing.HostileFile.Outcome.EMPTY;
import static dev.darkroom.testing.HostileFile.Outcome.FAILED_WITHOUT_RETRY;
import static dev.darkroom.testing.HostileFile.Outcome.NOT_A_PICTURE;
import static dev.darkroom.testing.HostileFile.Outcome.NOT_PROCESSABLE;
import static dev.darkroom.testing.HostileFile.Outcome.TOO_LARGE;
import static dev.darkroom.testing.HostileFile.jpeg;
import static dev.darkroom.testing.HostileFile.other;
import static dev.darkroom.testing.HostileFile.png;
import static dev.darkroom.testing.HostileFile.webp;

import dev.darkroom.testing.HostileFile.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The corpus: all files that must not hurt. Each is generated; what a fuzzing run has found stands here by name. */
public final class HostileFiles {

    private static final long GIGABYTE = 1L << 30;
    private static final int MEGABYTE = 1 << 20;
    private static final String PAYLOAD = "<script>alert('" + HostileFile.STOWAWAY + "')</script>";

    private HostileFiles() {}

    public static Stream<HostileFile> all() {
        return Stream.of(bombs(), chimeras(), carriers(), liars(), ruins(), oddities())
                .flatMap(List::stream);
    }

    /** What a fuzzing run damages: of each kind that is decoded. */
    public static List<byte[]> good() {
        List<byte[]> good = new ArrayList<>(List.of(
                Pictures.jpeg(200, 150),
                JpegFile.progressive(200, 150),
                JpegFile.cmyk(60, 40),
                JpegFile.grey(60, 40),
                tellingJpeg(),
                Pictures.png(200, 150),
                Pictures.transparentPng(60, 40),
                tellingPng(),
                Pictures.encode(Pictures.halves(60, 40, BufferedImage.TYPE_BYTE_INDEXED), "png"),
                Pictures.encode(Pictures.halves(60, 40, BufferedImage.TYPE_USHORT_GRAY), "png"),
                Pictures.encode(Pictures.halves(60, 40, BufferedImage.TYPE_BYTE_BINARY), "png"),
                Pictures.webp(),
                Pictures.webp(120, 80)));
        good.addAll(samples());
        return good;
    }

    private static List<byte[]> samples() {
        return Stream.of("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg")
                .map(HostileFiles::sample)
                .toList();
    }

    private static byte[] sample(String name) {
        try (InputStream in = HostileFiles.class.getResourceAsStream("/samples/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Small, until they are unpacked. */
    public static List<HostileFile> bombs() {
        return List.of(
                png("bomb: PNG of 30000 × 30000", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(30_000, 30_000)),
                png("bomb: PNG of 30000 × 30000 with all its data", NOT_PROCESSABLE, HostileFiles::wholePngBomb),
                png("bomb: PNG of 2147483647 × 1", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(Integer.MAX_VALUE, 1)),
                png(
                        "bomb: PNG with a text of 1 GB",
                        DEVELOPED,
                        () -> PngFile.with(Pictures.png(40, 30), PngFile.packedText(GIGABYTE))),
                png(
                        "bomb: PNG with an international text of 1 GB",
                        DEVELOPED,
                        () -> PngFile.with(Pictures.png(40, 30), PngFile.packedInternationalText(GIGABYTE))),
                png(
                        "bomb: PNG with a colour profile of 1 GB",
                        DEVELOPED,
                        () -> PngFile.with(Pictures.png(40, 30), PngFile.packedProfile(GIGABYTE))),
                png(
                        "bomb: PNG whose data unpacks to 1 GB more than its pixels",
                        DEVELOPED,
                        () -> PngFile.of(
                                PngFile.header(40, 30), PngFile.data(PngFile.packedZeros(GIGABYTE)), PngFile.end())),
                webp("bomb: WebP of 16383 × 16383", NOT_PROCESSABLE, () -> Pictures.uniformWebp(16_383, 16_383)),
                webp(
                        "bomb: WebP whose canvas has 16 million by 1",
                        NOT_PROCESSABLE,
                        () -> WebpFile.withCanvas(1 << 24, 1 << 24, 1, 1)),
                webp(
                        "bomb: WebP with a small canvas and a large picture",
                        DEVELOPED,
                        () -> WebpFile.withCanvas(10, 10, 16_383, 16_383)),
                other("bomb: GIF of 65535 × 65535", "a.gif", "image/gif", NOT_A_PICTURE, HostileFiles::gifBomb),
                other("bomb: TIFF of 65535 × 65535", "a.tif", "image/tiff", NOT_A_PICTURE, HostileFiles::tiffBomb),
                jpeg(
                        "200 megapixels: JPEG",
                        NOT_PROCESSABLE,
                        () -> JpegFile.thatClaims(Pictures.jpeg(400, 300), 16_000, 12_500)),
                png("200 megapixels: PNG", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(16_000, 12_500)),
                jpeg(
                        "bomb: JPEG that is read a thousand times",
                        NOT_PROCESSABLE,
                        () -> JpegFile.withScans(JpegFile.progressive(40, 30), 1000)),
                jpeg(
                        "large: 26 MB behind a good picture",
                        TOO_LARGE,
                        () -> Bytes.join(Pictures.jpeg(40, 30), new byte[26 * MEGABYTE])));
    }

    /** Two things at once. */
    private static List<HostileFile> chimeras() {
        return List.of(
                other(
                        "chimera: JPEG and page",
                        "page.html",
                        "text/html",
                        DEVELOPED,
                        () -> Bytes.join(Pictures.jpeg(40, 30), Bytes.ascii("<html>" + PAYLOAD + "</html>"))),
                other(
                        "chimera: page and JPEG",
                        "page.jpg",
                        "image/jpeg",
                        NOT_A_PICTURE,
                        () -> Bytes.join(Bytes.ascii("<html>" + PAYLOAD + "</html>"), Pictures.jpeg(40, 30))),
                other(
                        "chimera: GIF and script",
                        "a.js",
                        "text/javascript",
                        NOT_A_PICTURE,
                        () -> Bytes.ascii("GIF89a/*\0\0\0\0\0\0*/=1;alert('" + HostileFile.STOWAWAY + "')")),
                other(
                        "chimera: PNG and archive",
                        "a.zip",
                        "application/zip",
                        DEVELOPED,
                        () -> Bytes.join(Pictures.png(40, 30), Bytes.ascii("PK\3\4" + HostileFile.STOWAWAY))),
                other(
                        "chimera: JPEG and PDF",
                        "a.pdf",
                        "application/pdf",
                        DEVELOPED,
                        () -> JpegFile.with(
                                Pictures.jpeg(40, 30), JpegFile.comment("%PDF-1.7 " + HostileFile.STOWAWAY))),
                other(
                        "chimera: JPEG with PHP in its comment",
                        "a.php",
                        "image/jpeg",
                        DEVELOPED,
                        () -> JpegFile.with(
                                Pictures.jpeg(40, 30),
                                JpegFile.comment("<?php system('" + HostileFile.STOWAWAY + "'); ?>"))),
                other(
                        "chimera: JPEG with a page in its comment",
                        "a.jpg.html",
                        "text/html",
                        DEVELOPED,
                        () -> JpegFile.with(Pictures.jpeg(40, 30), JpegFile.comment(PAYLOAD))));
    }

    /** With more in it than a picture. */
    private static List<HostileFile> carriers() {
        return List.of(
                jpeg("carrier: JPEG that tells where it was taken", DEVELOPED, HostileFiles::tellingJpeg),
                png("carrier: PNG with a text", DEVELOPED, HostileFiles::tellingPng),
                jpeg(
                        "carrier: JPEG with 10 MB of EXIF",
                        DEVELOPED,
                        () -> JpegFile.with(Pictures.jpeg(40, 30), JpegFile.exifOf(10 * MEGABYTE))),
                jpeg(
                        "carrier: JPEG with EXIF that leads nowhere",
                        DEVELOPED,
                        () -> JpegFile.with(
                                Pictures.jpeg(40, 30),
                                JpegFile.segment(JpegFile.APP1, Bytes.ascii("Exif\0\0MM\0*\177\377\377\377")))),
                jpeg(
                        "carrier: JPEG with EXIF that is its own directory for ever",
                        DEVELOPED,
                        () -> JpegFile.with(
                                Pictures.jpeg(40, 30),
                                JpegFile.segment(JpegFile.APP1, Bytes.ascii("Exif\0\0MM\0*\0\0\0\b\0\0\0\0\0\b")))),
                jpeg(
                        "carrier: JPEG with a colour profile that is none",
                        DEVELOPED,
                        () -> JpegFile.with(
                                Pictures.jpeg(40, 30),
                                JpegFile.segment(
                                        JpegFile.APP2, Bytes.ascii("ICC_PROFILE\0\1\1" + HostileFile.STOWAWAY)))),
                png(
                        "carrier: PNG with a colour profile that is none",
                        DEVELOPED,
                        () -> PngFile.with(Pictures.png(40, 30), PngFile.packedProfile(100))));
    }

    /** What they are, they are not called. */
    private static List<HostileFile> liars() {
        return List.of(
                other("liar: JPEG that is called text", "a.txt", "text/plain", DEVELOPED, () -> Pictures.jpeg(40, 30)),
                other("liar: PNG that is called JPEG", "a.jpg", "image/jpeg", DEVELOPED, () -> Pictures.png(40, 30)),
                other(
                        "liar: WebP that is called program",
                        "a.exe",
                        "application/x-msdownload",
                        DEVELOPED,
                        Pictures::webp),
                other("liar: JPEG of no type", "a", "a/b", DEVELOPED, () -> Pictures.jpeg(40, 30)),
                jpeg(
                        "liar: SVG",
                        NOT_A_PICTURE,
                        () -> Bytes.ascii("<svg xmlns='http://www.w3.org/2000/svg'>" + PAYLOAD + "</svg>")),
                other(
                        "SVG",
                        "a.svg",
                        "image/svg+xml",
                        NOT_A_PICTURE,
                        () -> Bytes.ascii(
                                "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg"
                                        + " xmlns='http://www.w3.org/2000/svg'>&x;</svg>")),
                other("page", "a.html", "text/html", NOT_A_PICTURE, () -> Bytes.ascii("<html>" + PAYLOAD + "</html>")),
                jpeg("liar: page", NOT_A_PICTURE, () -> Bytes.ascii("<html>" + PAYLOAD + "</html>")),
                other("PDF", "a.pdf", "application/pdf", NOT_A_PICTURE, () -> Bytes.ascii("%PDF-1.7\n1 0 obj <<>>")),
                jpeg("liar: PDF", NOT_A_PICTURE, () -> Bytes.ascii("%PDF-1.7\n1 0 obj <<>>")),
                jpeg("liar: GIF", NOT_A_PICTURE, Pictures::gif),
                other("animated GIF", "a.gif", "image/gif", NOT_A_PICTURE, HostileFiles::animatedGif),
                jpeg(
                        "liar: bitmap",
                        NOT_A_PICTURE,
                        () -> Pictures.encode(Pictures.halves(20, 20, BufferedImage.TYPE_INT_RGB), "bmp")),
                jpeg("text", NOT_A_PICTURE, () -> Bytes.ascii("not a picture")));
    }

    /** What has once been a picture, or claims to have been. */
    private static List<HostileFile> ruins() {
        return Stream.of(
                        Stream.of(
                                jpeg("nothing: 0 bytes", EMPTY, () -> new byte[0]),
                                jpeg("ruin: JPEG of 1 byte", NOT_A_PICTURE, () -> new byte[] {(byte) 0xFF}),
                                jpeg("ruin: JPEG of 3 bytes", NOT_PROCESSABLE, () -> Bytes.ascii("\377\330\377")),
                                png("ruin: PNG of its signature", NOT_PROCESSABLE, PngFile::of),
                                png("ruin: PNG of 0 × 0", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(0, 0)),
                                png("ruin: PNG of 0 × 10", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(0, 10)),
                                png("ruin: PNG of -1 × -1", NOT_PROCESSABLE, () -> Pictures.pngThatClaims(-1, -1)),
                                png(
                                        "ruin: PNG of -30000 × -30000",
                                        NOT_PROCESSABLE,
                                        () -> Pictures.pngThatClaims(-30_000, -30_000)),
                                png(
                                        "ruin: PNG of 77 bits a pixel",
                                        NOT_PROCESSABLE,
                                        () -> PngFile.of(PngFile.header(10, 10, 77, 2), PngFile.end())),
                                png(
                                        "ruin: PNG in a colour that is none",
                                        NOT_PROCESSABLE,
                                        () -> PngFile.of(PngFile.header(10, 10, 8, 5), PngFile.end())),
                                png(
                                        "ruin: PNG without data",
                                        FAILED_WITHOUT_RETRY,
                                        () -> PngFile.of(PngFile.header(10, 10), PngFile.end())),
                                png(
                                        "ruin: PNG with a palette of no colours",
                                        FAILED_WITHOUT_RETRY,
                                        () -> PngFile.of(
                                                PngFile.header(10, 10, 8, 3),
                                                PngFile.data(PngFile.packedZeros(110)),
                                                PngFile.end())),
                                png(
                                        "ruin: PNG with a chunk of -1 bytes",
                                        FAILED_WITHOUT_RETRY,
                                        () -> PngFile.of(PngFile.header(10, 10), Bytes.ascii("\377\377\377\377tEXt"))),
                                jpeg(
                                        "ruin: JPEG of 0 × 0",
                                        NOT_PROCESSABLE,
                                        () -> JpegFile.thatClaims(Pictures.jpeg(40, 30), 0, 0)),
                                jpeg(
                                        "ruin: JPEG of 65535 × 65535",
                                        NOT_PROCESSABLE,
                                        () -> JpegFile.thatClaims(Pictures.jpeg(40, 30), 65_535, 65_535)),
                                jpeg(
                                        "ruin: JPEG of 7000 × 7000 with data for 40 × 30",
                                        DEVELOPED,
                                        () -> JpegFile.thatClaims(Pictures.jpeg(40, 30), 7000, 7000)),
                                webp(
                                        "ruin: WebP of its first chunk's name",
                                        NOT_PROCESSABLE,
                                        () -> WebpFile.of(Bytes.ascii("VP8L"))),
                                webp(
                                        "ruin: WebP with a chunk of 4 GB",
                                        NOT_PROCESSABLE,
                                        () -> WebpFile.of(Bytes.ascii("VP8L\377\377\377\377/"))),
                                webp(
                                        "ruin: lossless WebP of 3000 × 2000 with data for 40 × 30",
                                        FAILED_WITHOUT_RETRY,
                                        () -> Pictures.webpThatEndsEarly(3000, 2000)),
                                webp(
                                        "ruin: lossless WebP of 600 × 400 with data for 1 × 1",
                                        FAILED_WITHOUT_RETRY,
                                        () -> WebpFile.thatClaims(Pictures.webp(1, 1), 600, 400)),
                                webp(
                                        "ruin: WebP with a canvas and no picture",
                                        DEVELOPED,
                                        () -> WebpFile.of(WebpFile.extended(0, 10, 10)))),
                        truncated("JPEG", "picture.jpg", () -> Pictures.jpeg(600, 400)),
                        truncated("PNG", "picture.png", () -> Pictures.png(600, 400)),
                        truncated("WebP", "picture.webp", () -> Pictures.webp(120, 80)))
                .flatMap(all -> all)
                .toList();
    }

    /** Rare, and good. */
    private static List<HostileFile> oddities() {
        return List.of(
                jpeg("CMYK JPEG", DEVELOPED, () -> JpegFile.cmyk(40, 30)),
                jpeg("progressive JPEG", DEVELOPED, () -> JpegFile.progressive(400, 300)),
                jpeg("grey JPEG", DEVELOPED, () -> JpegFile.grey(40, 30)),
                jpeg("JPEG of 1 × 60000", DEVELOPED, () -> Pictures.jpeg(1, 60_000)),
                png("PNG of 1 × 1", DEVELOPED, () -> Pictures.png(1, 1)),
                png(
                        "PNG of 16 bits a colour",
                        DEVELOPED,
                        () -> PngFile.of(
                                PngFile.header(10, 10, 16, 2), PngFile.data(PngFile.packedZeros(610)), PngFile.end())),
                png(
                        "PNG of 1 bit a pixel",
                        DEVELOPED,
                        () -> PngFile.of(
                                PngFile.header(10, 10, 1, 0), PngFile.data(PngFile.packedZeros(30)), PngFile.end())),
                png("transparent PNG", DEVELOPED, () -> Pictures.transparentPng(40, 30)),
                webp("lossless WebP", DEVELOPED, () -> Pictures.webp(40, 30)),
                webp("lossy WebP", DEVELOPED, Pictures::webp),
                webp("animated WebP", DEVELOPED, () -> WebpFile.animated(40, 30, 3)),
                webp("animated WebP of 1000 frames", DEVELOPED, () -> WebpFile.animated(40, 30, 1000)));
    }

    /** At every tenth. */
    private static Stream<HostileFile> truncated(String format, String name, Supplier<byte[]> whole) {
        return IntStream.rangeClosed(1, 9).mapToObj(tenth -> {
            String what = "truncated: %s at %d %%".formatted(format, tenth * 10);
            return other(what, name, "image/x", cut(format, tenth), () -> Bytes.first(whole.get(), tenth * 10));
        });
    }

    /** A JPEG is shown as far as it goes, once its tables are whole. */
    private static Outcome cut(String format, int tenth) {
        boolean shown = format.equals("JPEG") && tenth > 1;
        return shown ? DEVELOPED : FAILED_WITHOUT_RETRY;
    }

    /** A place, an orientation, a thumbnail, a history and a remark. */
    public static byte[] tellingJpeg() {
        return JpegFile.with(
                Pictures.jpeg(400, 200),
                JpegFile.exif("GPS " + HostileFile.STOWAWAY, Pictures.jpeg(40, 30)),
                JpegFile.xmp("<x:xmpmeta>" + HostileFile.STOWAWAY + "</x:xmpmeta>"),
                JpegFile.comment(HostileFile.STOWAWAY));
    }

    public static byte[] tellingPng() {
        return PngFile.with(
                Pictures.png(400, 200),
                PngFile.text("Comment", HostileFile.STOWAWAY),
                PngFile.text("XML:com.adobe.xmp", HostileFile.STOWAWAY),
                PngFile.chunk("eXIf", Bytes.ascii("MM\0*" + HostileFile.STOWAWAY)));
    }

    private static byte[] wholePngBomb() {
        return PngFile.of(
                PngFile.header(30_000, 30_000, 1, 0),
                PngFile.data(PngFile.packedZeros(30_000L * (1 + 30_000 / Byte.SIZE))),
                PngFile.end());
    }

    private static byte[] gifBomb() {
        return Bytes.join(Bytes.ascii("GIF89a\377\377\377\377\200\0\0"), new byte[6], Bytes.ascii(","), new byte[20]);
    }

    private static byte[] animatedGif() {
        byte[] gif = Pictures.gif();
        byte[] frame = Arrays.copyOfRange(gif, gif.length / 2, gif.length);
        return Bytes.join(gif, frame, frame);
    }

    private static byte[] tiffBomb() {
        return ByteBuffer.allocate(8 + 2 + 2 * 12 + 4)
                .put(Bytes.ascii("MM\0*"))
                .putInt(8)
                .putShort((short) 2)
                .put(Bytes.ascii("\1\0\0\3\0\0\0\1\377\377\0\0"))
                .put(Bytes.ascii("\1\1\0\3\0\0\0\1\377\377\0\0"))
                .putInt(0)
                .array();
    }
}
