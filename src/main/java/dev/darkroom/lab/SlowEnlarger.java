package dev.darkroom.lab;

import dev.darkroom.media.ImageResizer;
import dev.darkroom.web.SimulatedDelays;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** An enlarger for pictures much larger than anybody uploads to a demo. */
@Decorator
@Priority(4)
abstract class SlowEnlarger implements ImageResizer {

    private final ImageResizer delegate;
    private final SimulatedDelays delays;

    SlowEnlarger(@Delegate ImageResizer delegate, SimulatedDelays delays) {
        this.delegate = delegate;
        this.delays = delays;
    }

    @Override
    public BufferedImage decode(Path original, int edge) throws InterruptedException {
        Delay.forThe(delays.resizeDelay());
        return delegate.decode(original, edge);
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int edge) {
        Delay.forThe(delays.resizeDelay());
        return delegate.resize(picture, edge);
    }
}
