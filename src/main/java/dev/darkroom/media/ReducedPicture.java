package dev.darkroom.media;

import java.awt.Point;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A picture that is made smaller while it is decoded: each of its pixels is the average of a square of source pixels, so thin
 * lines stay visible and the whole source is never in memory.
 *
 * <p>A pixel has one sample (grey), three (red, green, blue) or four (with the opacity) of eight bits. Colours are averaged in
 * proportion to their opacity.
 */
final class ReducedPicture {

    private static final int OPAQUE = 255;
    private static final int GREY = 128;
    private static final long ONE = 1L << 32;
    private static final int[] COLOURS = {0, 1, 2};
    private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

    /** A PNG in sRGB states this exponent; the curve of sRGB is meant. */
    private static final double SRGB_GAMMA = 0.45455;

    private final int sourceWidth;
    private final int sourceHeight;
    private final int factor;
    private final int bands;
    private final int width;
    private final byte[] samples;
    private final long[] sums;
    private int rows;

    /** @param factor the edge of a square, in source pixels */
    ReducedPicture(int sourceWidth, int sourceHeight, int factor, int bands) {
        this.sourceWidth = sourceWidth;
        this.sourceHeight = sourceHeight;
        this.factor = factor;
        this.bands = bands;
        this.width = (sourceWidth + factor - 1) / factor;
        this.samples = new byte[Math.multiplyExact(width * bands, height())];
        this.sums = new long[width * bands];
        Arrays.fill(samples, (byte) OPAQUE);
    }

    int height() {
        return (sourceHeight + factor - 1) / factor;
    }

    int bands() {
        return bands;
    }

    /** The source's rows that the decoder has delivered. The others are white. */
    int rows() {
        return rows;
    }

    /** Whether the first row ends in the grey that a decoder of JPEG invents after the end of a file. */
    boolean isFirstRowInvented() {
        for (int at = (width - 1) * bands; at < width * bands; at++) {
            if ((samples[at] & 0xFF) != GREY) {
                return false;
            }
        }
        return true;
    }

    /** Adds a row of the source. Rows come in order; row 0 begins again, as each scan of a progressive JPEG does. */
    void add(int y, byte[] row) {
        rows = Math.max(rows, y + 1);
        if (factor == 1) {
            System.arraycopy(row, 0, samples, y * width * bands, width * bands);
            return;
        }
        if (y % factor == 0) {
            Arrays.fill(sums, 0);
        }
        if (bands == 4) {
            addWithOpacity(row);
        } else {
            addOpaque(row);
        }
        if (y % factor == factor - 1 || y == sourceHeight - 1) {
            average(y / factor, y % factor + 1);
        }
    }

    /** Two by two squares of colours, those of most photos, are added without a loop. */
    private void addOpaque(byte[] row) {
        int from = 0;
        int to = 0;
        if (factor == 2 && bands == 3) {
            for (int whole = sourceWidth / 2 * 3; to < whole; to += 3, from += 6) {
                sums[to] += (row[from] & 0xFF) + (row[from + 3] & 0xFF);
                sums[to + 1] += (row[from + 1] & 0xFF) + (row[from + 4] & 0xFF);
                sums[to + 2] += (row[from + 2] & 0xFF) + (row[from + 5] & 0xFF);
            }
        }
        int end = sourceWidth * bands;
        for (; from < end; to += bands) {
            int last = Math.min(from + factor * bands, end);
            if (bands == 1) {
                int grey = 0;
                while (from < last) {
                    grey += row[from++] & 0xFF;
                }
                sums[to] += grey;
                continue;
            }
            int red = 0;
            int green = 0;
            int blue = 0;
            for (; from < last; from += 3) {
                red += row[from] & 0xFF;
                green += row[from + 1] & 0xFF;
                blue += row[from + 2] & 0xFF;
            }
            sums[to] += red;
            sums[to + 1] += green;
            sums[to + 2] += blue;
        }
    }

    private void addWithOpacity(byte[] row) {
        for (int x = 0, from = 0; x < sourceWidth; x++, from += 4) {
            int to = x / factor * 4;
            int opacity = row[from + 3] & 0xFF;
            for (int band = 0; band < 3; band++) {
                sums[to + band] += (row[from + band] & 0xFF) * opacity;
            }
            sums[to + 3] += opacity;
        }
    }

    /** Sums are multiplied by a share of 2³², because dividing each one is slower. */
    private void average(int y, int rows) {
        long share = share(rows * factor);
        for (int x = 0, at = y * width * bands; x < width; x++) {
            if (x == width - 1) {
                share = share(rows * (sourceWidth - x * factor));
            }
            long opacity = bands == 4 ? sums[x * 4 + 3] : 0;
            for (int band = 0; band < bands; band++) {
                long sum = sums[x * bands + band];
                if (bands < 4 || band == 3) {
                    samples[at++] = (byte) ((sum * share + ONE / 2) / ONE);
                } else {
                    samples[at++] = (byte) (opacity == 0 ? OPAQUE : (sum + opacity / 2) / opacity);
                }
            }
        }
    }

    private static long share(int count) {
        return (ONE + count / 2) / count;
    }

    /** A raster of the source's size for a decoder that writes whole rows with {@link WritableRaster#setRect}, as the JDK's for JPEG does. */
    WritableRaster asDestination() {
        int[] offsets = bands == 1 ? new int[] {0} : COLOURS;
        SampleModel model = new PixelInterleavedSampleModel(
                DataBuffer.TYPE_BYTE, sourceWidth, sourceHeight, bands, sourceWidth * bands, offsets);
        return new WritableRaster(model, new DataBufferByte(bands), new Point()) {

            private byte[] row;

            @Override
            public void setRect(int dx, int dy, Raster rows) {
                for (int y = 0; y < rows.getHeight(); y++) {
                    row = (byte[]) rows.getDataElements(rows.getMinX(), rows.getMinY() + y, rows.getWidth(), 1, row);
                    add(rows.getMinY() + dy + y, row);
                }
            }
        };
    }

    /** Converts the colours to sRGB, as the profile or the exponent says. A profile that does not fit counts as missing. */
    void toSrgb(byte[] profile, double gamma) {
        try {
            if (profile != null) {
                convert(ICC_Profile.getInstance(profile));
            } else if (gamma > 0 && Math.abs(gamma - SRGB_GAMMA) > 0.001) {
                map(level -> OPAQUE * encode(Math.pow(level / (double) OPAQUE, 1 / gamma)));
            }
        } catch (IllegalArgumentException | CMMException e) {
            // A viewer shows such a picture as if it had no profile.
        }
    }

    private void convert(ICC_Profile profile) {
        ICC_ColorSpace space = new ICC_ColorSpace(profile);
        if (profile.getColorSpaceType() == ColorSpace.TYPE_RGB && bands > 1) {
            WritableRaster colours = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height(), 3, null);
            WritableRaster own = Raster.createInterleavedRaster(
                    new DataBufferByte(samples, samples.length), width, height(), width * bands, bands, COLOURS, null);
            colours.setRect(own);
            new ColorConvertOp(space, SRGB, null).filter(colours, colours);
            own.setRect(colours);
        } else if (profile.getColorSpaceType() == ColorSpace.TYPE_GRAY) {
            map(level -> OPAQUE * space.toRGB(new float[] {level / (float) OPAQUE})[0]);
        }
    }

    /** The encoding of sRGB (IEC 61966-2-1). */
    private static double encode(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }

    private void map(IntToDoubleFunction level) {
        byte[] levels = new byte[OPAQUE + 1];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(level.applyAsDouble(i));
        }
        for (int i = 0; i < samples.length; i++) {
            if (bands < 4 || i % 4 < 3) {
                samples[i] = levels[samples[i] & 0xFF];
            }
        }
    }

    /** The colours as a picture, on white where they are transparent. */
    BufferedImage onWhite() {
        BufferedImage picture = new BufferedImage(width, height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int from = 0, to = 0; to < pixels.length; from += bands, to += 3) {
            int opacity = bands == 4 ? samples[from + 3] & 0xFF : OPAQUE;
            for (int band = 0; band < 3; band++) {
                int sample = samples[from + (bands == 1 ? 0 : band)] & 0xFF;
                pixels[to + 2 - band] =
                        (byte) (opacity == OPAQUE ? sample : OPAQUE + (sample - OPAQUE) * opacity / OPAQUE);
            }
        }
        return picture;
    }
}
