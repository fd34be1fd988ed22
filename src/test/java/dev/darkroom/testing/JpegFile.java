package dev.darkroom.testing;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A JPEG, segment by segment, also such as no camera would write. */
final class JpegFile {

    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int COMMENT = 0xFE;

    private static final int MOST_IN_A_SEGMENT = 65_533;
    private static final int START_OF_FRAME = 0xC0;
    private static final int START_OF_SCAN = 0xDA;
    private static final int CMYK_BANDS = 4;

    private JpegFile() {}

    /** Puts segments right behind the start of the image. */
    static byte[] with(byte[] jpeg, byte[]... segments) {
        return Bytes.join(Arrays.copyOf(jpeg, 2), Bytes.join(segments), Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    static byte[] segment(int marker, byte[] data) {
        return ByteBuffer.allocate(data.length + 4)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .array();
    }

    static byte[] comment(String text) {
        return segment(COMMENT, Bytes.ascii(text));
    }

    static byte[] xmp(String text) {
        return segment(APP1, Bytes.join(Bytes.ascii("http://ns.adobe.com/xap/1.0/\0"), Bytes.ascii(text)));
    }

    /** Orientation 6, a place on the globe, and a thumbnail: all in big-endian TIFF, as a camera notes it. */
    static byte[] exif(String place, byte[] thumbnail) {
        int gps = 8 + 2 + 2 * 12 + 4;
        int thumbs = gps + 2 + 12 + 4;
        int text = thumbs + 2 + 2 * 12 + 4;
        ByteBuffer tiff = ByteBuffer.allocate(text + place.length() + 1 + thumbnail.length);
        tiff.put(Bytes.ascii("MM")).putShort((short) 42).putInt(8);
        tiff.putShort((short) 2);
        entry(tiff, 0x0112, 3, 1, 6 << 16);
        entry(tiff, 0x8825, 4, 1, gps);
        tiff.putInt(thumbs);
        tiff.putShort((short) 1);
        entry(tiff, 0x001B, 2, place.length() + 1, text);
        tiff.putInt(0);
        tiff.putShort((short) 2);
        entry(tiff, 0x0201, 4, 1, text + place.length() + 1);
        entry(tiff, 0x0202, 4, 1, thumbnail.length);
        tiff.putInt(0);
        tiff.put(Bytes.ascii(place + "\0")).put(thumbnail);
        return segment(APP1, Bytes.join(Bytes.ascii("Exif\0\0"), tiff.array()));
    }

    /** As many full segments as are needed for so many bytes. */
    static byte[] exifOf(int bytes) {
        byte[] full = segment(
                APP1,
                Bytes.join(
                        Bytes.ascii("Exif\0\0MM\0*\0\0\0\b\0\0\0\0\0\0"), Bytes.filled(MOST_IN_A_SEGMENT - 24, ' ')));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < bytes) {
            all.writeBytes(full);
        }
        return all.toByteArray();
    }

    /** A picture for the press: four inks instead of three colours. */
    static byte[] cmyk(int width, int height) {
        WritableRaster inks = Raster.createInterleavedRaster(0, width, height, CMYK_BANDS, null);
        return write(new IIOImage(inks, null, null), false);
    }

    static byte[] progressive(int width, int height) {
        return write(new IIOImage(Pictures.halves(width, height, BufferedImage.TYPE_INT_RGB), null, null), true);
    }

    static byte[] grey(int width, int height) {
        return write(new IIOImage(Pictures.halves(width, height, BufferedImage.TYPE_BYTE_GRAY), null, null), false);
    }

    /** The same data under a header that claims another size. */
    static byte[] thatClaims(byte[] jpeg, int width, int height) {
        byte[] liar = jpeg.clone();
        ByteBuffer.wrap(liar, indexOf(liar, START_OF_FRAME) + 5, 4)
                .putShort((short) height)
                .putShort((short) width);
        return liar;
    }

    /** Its last scan, again and again: each is a pass over the whole picture, for a few bytes. */
    static byte[] withScans(byte[] progressive, int times) {
        int lastScan = progressive.length - 2;
        while (!isMarker(progressive, lastScan, START_OF_SCAN)) {
            lastScan--;
        }
        byte[] scan = Arrays.copyOfRange(progressive, lastScan, progressive.length - 2);
        byte[] end = Arrays.copyOfRange(progressive, progressive.length - 2, progressive.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(progressive, 0, lastScan);
        for (int i = 0; i < times; i++) {
            all.writeBytes(scan);
        }
        all.writeBytes(end);
        return all.toByteArray();
    }

    /** Of the first marker of a frame, whichever kind of frame it is. */
    private static int indexOf(byte[] jpeg, int marker) {
        int at = 0;
        while (!isMarker(jpeg, at, marker) && !isMarker(jpeg, at, marker + 2)) {
            at++;
        }
        return at;
    }

    private static boolean isMarker(byte[] jpeg, int at, int marker) {
        return jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) marker;
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static byte[] write(IIOImage image, boolean progressive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, image, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
