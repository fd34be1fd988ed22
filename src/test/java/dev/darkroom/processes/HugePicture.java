package dev.darkroom.processes;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** A JPEG of 200 megapixels that repeats one row, so that it is made with little memory. */
final class HugePicture {

    static final int WIDTH = 16_000;
    static final int HEIGHT = 12_500;

    private static final int[] BANDS = {0, 1, 2};

    private HugePicture() {}

    static byte[] jpeg() {
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return LargePicture.encode(new BufferedImage(colours, rows(), false, null));
    }

    private static WritableRaster rows() {
        ComponentSampleModel sameRowAgain =
                new ComponentSampleModel(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, BANDS.length, 0, BANDS);
        return Raster.createWritableRaster(sameRowAgain, new DataBufferByte(row(), WIDTH * BANDS.length), new Point());
    }

    private static byte[] row() {
        byte[] row = new byte[WIDTH * BANDS.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) (128 + 100 * Math.sin(i / 3000.0));
        }
        return row;
    }
}
