package dev.darkroom.lab;

import dev.darkroom.media.FileStore;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.io.IOException;
import java.util.UUID;

/** A disk that is full at the last byte of each picture. */
@Decorator
@Priority(2)
abstract class BrokenFiles implements FileStore {

    private final FileStore delegate;
    private final ArmedFaults faults;

    BrokenFiles(@Delegate FileStore delegate, ArmedFaults faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    @Override
    public void publish(UUID photo, String file, UUID token, Content content) {
        delegate.publish(photo, file, token, out -> {
            content.writeTo(out);
            if (faults.is(Fault.DISK_FULL)) {
                throw new IOException("no space left on the device: the lab has filled it");
            }
        });
    }
}
