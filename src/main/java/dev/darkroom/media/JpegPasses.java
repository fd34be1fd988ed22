package dev.darkroom.media;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Counts how often a JPEG's decoder goes over the whole picture: each scan is a pass, and may be a few bytes long. */
final class JpegPasses {

    private static final int MARKER = 0xFF;
    private static final int STUFFED = 0x00;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;

    private JpegPasses() {}

    /** Goes from segment to segment: a camera's notes may hold a picture of their own. */
    static int count(Path jpeg) throws IOException {
        int passes = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(jpeg.toFile())))) {
            for (int marker = next(in); marker != END; marker = next(in)) {
                if (marker == SCAN) {
                    passes++;
                }
                if (marker != START) {
                    in.skipNBytes(Math.max(0, in.readUnsignedShort() - Short.BYTES));
                }
            }
        } catch (EOFException e) {
            return passes;
        }
        return passes;
    }

    /** Over the data of a scan, where the marker's first byte may stand, too. */
    private static int next(DataInputStream in) throws IOException {
        int before = in.readUnsignedByte();
        int now = in.readUnsignedByte();
        while (before != MARKER || isData(now)) {
            before = now;
            now = in.readUnsignedByte();
        }
        return now;
    }

    private static boolean isData(int afterMarker) {
        return afterMarker == STUFFED
                || afterMarker == MARKER
                || (afterMarker >= FIRST_RESTART && afterMarker <= LAST_RESTART);
    }
}
