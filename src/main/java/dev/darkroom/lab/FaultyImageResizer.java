package dev.darkroom.lab;

import dev.darkroom.media.ImageResizer;
import dev.darkroom.web.SimulatedDelays;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Delays each resizing, as if the pictures were much larger. */
@Decorator
@Priority(1)
abstract class FaultyImageResizer implements ImageResizer {

    private final ImageResizer delegate;
    private final SimulatedDelays delays;

    FaultyImageResizer(@Delegate ImageResizer delegate, SimulatedDelays delays) {
        this.delegate = delegate;
        this.delays = delays;
    }

    @Override
    public Decoded decode(Path original, int edge) throws InterruptedException {
        Delay.sleep(delays.resizeDelay());
        return delegate.decode(original, edge);
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int edge) {
        Delay.sleep(delays.resizeDelay());
        return delegate.resize(picture, edge);
    }
}
