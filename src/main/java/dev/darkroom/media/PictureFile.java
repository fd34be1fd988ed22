package dev.darkroom.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture's file as a decoder reads it. A decoder wraps and hides the errors of the disk, so they are kept here: only they
 * say that the file may be whole. The length stays unknown, because TwelveMonkeys refuses a picture of one colour as too small
 * for its pixels.
 */
final class PictureFile extends ImageInputStreamImpl {

    private static final int BUFFER = 64 * 1024;

    /** A decoder reads ahead, so it reads past the end of a complete file a few times. */
    private static final int MAX_READS_AT_END = 100;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private long bufferStart;
    private int readsAtEnd;
    private IOException failure;

    PictureFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The error with which the disk answered, or null. */
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        return buffer.get((int) (streamPos++ - bufferStart)) & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int at = (int) (streamPos - bufferStart);
        int count = Math.min(length, buffer.limit() - at);
        buffer.get(at, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        super.close();
        channel.close();
    }

    /**
     * Returns false at the end of the file. Stops a decoder that keeps reading there: TwelveMonkeys would decode a truncated
     * lossless WebP for minutes, with an EOFException for each missing pixel.
     */
    private boolean fill() throws IOException {
        if (streamPos >= bufferStart && streamPos < bufferStart + buffer.limit()) {
            return true;
        }
        try {
            buffer.clear();
            bufferStart = streamPos;
            buffer.limit(Math.max(0, channel.read(buffer, streamPos)));
        } catch (IOException e) {
            buffer.limit(0);
            failure = e;
            throw e;
        }
        if (buffer.limit() == 0 && ++readsAtEnd > MAX_READS_AT_END) {
            throw new IOException("the file is truncated");
        }
        return buffer.limit() > 0;
    }
}
