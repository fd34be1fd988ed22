package dev.darkroom.media;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadUpdateListener;

/** Decodes a picture's rows into a {@link ReducedPicture}. */
final class PictureDecoder {

    private final PictureHeader header;
    private final int factor;
    private ReducedPicture picture;
    private int delivered;

    PictureDecoder(PictureHeader header, int factor) {
        this.header = header;
        this.factor = factor;
    }

    /**
     * Decodes as many rows as the file has. Throws the decoder's error if that is none.
     *
     * @param stripRows the rows to decode at a time, for a format whose decoder keeps what it has decoded
     */
    ReducedPicture decode(PictureFile file, int stripRows) throws IOException {
        ImageReader reader = header.isPlainJpeg()
                ? ownJpegReader()
                : ImageIO.getImageReaders(file).next();
        try {
            // Without the metadata: a text chunk in a PNG may unpack to gigabytes.
            reader.setInput(file, false, true);
            if (header.isPlainJpeg()) {
                decodeJpeg(reader);
            } else {
                decodeStrips(reader, stripRows);
            }
        } catch (IOException | RuntimeException e) {
            if (file.failure() != null || picture == null || picture.rows() == 0) {
                throw e;
            }
        } finally {
            reader.dispose();
        }
        if (!header.metadata().isComplete() && picture.isFirstRowInvented()) {
            throw new IIOException("the file ends in the first row");
        }
        return picture;
    }

    /** The JDK's reader, which writes row by row into any raster. The one of TwelveMonkeys is for CMYK. */
    private static ImageReader ownJpegReader() {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg"); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (!reader.getOriginatingProvider().getVendorName().startsWith("TwelveMonkeys")) {
                return reader;
            }
        }
        throw new IllegalStateException("this JDK has no reader for JPEG");
    }

    private void decodeJpeg(ImageReader reader) throws IOException {
        int bands = header.metadata().components();
        picture = new ReducedPicture(header.width(), header.height(), factor, bands);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(new BufferedImage(colours(reader, bands), picture.asDestination(), false, null));
        reader.read(0, param);
    }

    /** The reader's own colour space, because it converts each row to another one. */
    private static ColorModel colours(ImageReader reader, int bands) throws IOException {
        ColorSpace space = ColorSpace.getInstance(bands == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext(); ) {
            ColorSpace own = types.next().getColorModel().getColorSpace();
            if (own.getNumComponents() == bands && !own.isCS_sRGB() && own.getType() == space.getType()) {
                space = own;
            }
        }
        return new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    }

    private void decodeStrips(ImageReader reader, int stripRows) throws IOException {
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        picture = new ReducedPicture(
                header.width(), header.height(), factor, type.getColorModel().hasAlpha() ? 4 : 3);
        reader.addIIOReadUpdateListener(deliveries());
        for (int top = 0; top < header.height(); top += stripRows) {
            int height = Math.min(stripRows, header.height() - top);
            BufferedImage strip = type.createBufferedImage(header.width(), height);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceRegion(new Rectangle(0, top, header.width(), height));
            param.setDestination(strip);
            delivered = 0;
            try {
                reader.read(0, param);
                delivered = height;
            } finally {
                add(strip, top);
            }
        }
    }

    /** Counts the rows of a strip that the reader has decoded before it fails. */
    private IIOReadUpdateListener deliveries() {
        return (IIOReadUpdateListener) Proxy.newProxyInstance(
                PictureDecoder.class.getClassLoader(),
                new Class<?>[] {IIOReadUpdateListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("imageUpdate")) {
                        delivered = Math.max(delivered, (int) arguments[3] + (int) arguments[5]);
                    }
                    return null;
                });
    }

    private void add(BufferedImage strip, int top) {
        Raster raster = strip.getRaster();
        byte[] row = new byte[strip.getWidth() * picture.bands()];
        Pixels pixels = Pixels.of(strip.getColorModel(), raster, picture.bands());
        for (int y = 0; y < delivered; y++) {
            pixels.read(y, row);
            picture.add(top + y, row);
        }
    }

    /** Reads rows as red, green, blue and, with four bands, opacity. */
    private interface Pixels {

        void read(int y, byte[] row);

        static Pixels of(ColorModel colours, Raster raster, int bands) {
            int width = raster.getWidth();
            int[] samples = new int[width * raster.getNumBands()];
            if (colours instanceof IndexColorModel palette) {
                return (y, row) -> {
                    raster.getPixels(0, y, width, 1, samples);
                    for (int x = 0, to = 0; x < width; x++) {
                        int argb = palette.getRGB(samples[x]);
                        row[to++] = (byte) (argb >> 16);
                        row[to++] = (byte) (argb >> 8);
                        row[to++] = (byte) argb;
                        if (bands == 4) {
                            row[to++] = (byte) (argb >> 24);
                        }
                    }
                };
            }
            int found = raster.getNumBands();
            int bits = raster.getSampleModel().getSampleSize(0);
            if (bits == Byte.SIZE && found == bands && raster.getTransferType() == DataBuffer.TYPE_BYTE) {
                return (y, row) -> raster.getDataElements(0, y, width, 1, row);
            }
            int most = (1 << bits) - 1;
            boolean grey = found < 3;
            return (y, row) -> {
                raster.getPixels(0, y, width, 1, samples);
                for (int x = 0, to = 0; x < width; x++) {
                    for (int band = 0; band < bands; band++) {
                        int from = band == 3 ? found - 1 : grey ? 0 : band;
                        row[to++] = (byte) ((samples[x * found + from] * 255L + most / 2) / most);
                    }
                }
            };
        }
    }
}
