package dev.darkroom.guards;

import dev.darkroom.media.ImageResizer;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageInputStream;

/** A decoder without {@link Guard#END_OF_FILE}: it reads until its guard is restored. */
@Decorator
@Priority(100)
abstract class EndlessDecoding implements ImageResizer {

    private final ImageResizer delegate;

    EndlessDecoding(@Delegate ImageResizer delegate) {
        this.delegate = delegate;
    }

    @Override
    public Decoded decode(Path original, int edge) throws InterruptedException {
        if (!Guard.END_OF_FILE.isRemoved()) {
            return delegate.decode(original, edge);
        }
        try {
            FileImageInputStream endless = new FileImageInputStream(original.toFile()) {
                @Override
                public int read() throws IOException {
                    return checked(super.read());
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return checked(super.read(into, offset, length));
                }
            };
            return new Decoded(ImageIO.read(endless), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int checked(int read) throws IOException {
        if (!Guard.END_OF_FILE.isRemoved()) {
            throw new IOException("the guard was restored");
        }
        return read;
    }
}
