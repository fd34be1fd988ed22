package dev.darkroom.lab;

import dev.darkroom.media.FileStore;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.io.IOException;
import java.util.UUID;

/** Fails like a full disk at the last byte of a file, and adds crash points before and after its rename. */
@Decorator
@Priority(1)
abstract class FaultyFileStore implements FileStore {

    private final FileStore delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;

    FaultyFileStore(@Delegate @Any FileStore delegate, ArmedFaults faults, CrashPoints points) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
    }

    @Override
    public void publish(UUID record, String file, UUID token, Content content) {
        delegate.publish(record, file, token, out -> {
            content.writeTo(out);
            points.reach(CrashPoint.BEFORE_RENAME);
            if (faults.isArmed(Fault.DISK_FULL)) {
                throw new IOException("no space left on device: broken in the lab");
            }
        });
        points.reach(CrashPoint.AFTER_RENAME);
    }
}
