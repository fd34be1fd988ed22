package dev.darkroom.media;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file for a decoder that does not notice where it ends: who goes on reading behind the end is stopped. A lossless WebP
 * of a few bytes would else be decoded for minutes, as each pixel that is not there costs an exception.
 */
final class EndingStream extends ImageInputStreamImpl {

    /** A decoder looks eight bytes ahead, and so asks a few times for more than there is, also of a whole file. */
    private static final int PATIENCE = 100;

    private final ImageInputStream file;
    private int ends;

    EndingStream(ImageInputStream file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        int one = file.read();
        advance(one < 0 ? -1 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        bitOffset = 0;
        int count = file.read(into, offset, length);
        advance(count);
        return count;
    }

    @Override
    public void seek(long position) throws IOException {
        super.seek(position);
        file.seek(position);
    }

    @Override
    public long length() {
        try {
            return file.length();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }

    private void advance(int count) throws IOException {
        if (count >= 0) {
            streamPos += count;
        } else if (++ends > PATIENCE) {
            throw new IOException("the file ends before its picture does");
        }
    }
}
