package dev.darkroom.lab;

import dev.darkroom.media.FileStore;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.UUID;

/** A writer of files who may die around the rename. */
@Decorator
@Priority(1)
abstract class MortalFiles implements FileStore {

    private final FileStore delegate;
    private final CrashPoints points;

    MortalFiles(@Delegate FileStore delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public void publish(UUID photo, String file, UUID token, Content content) {
        delegate.publish(photo, file, token, out -> {
            content.writeTo(out);
            points.reach(CrashPoint.BEFORE_RENAME);
        });
        points.reach(CrashPoint.AFTER_RENAME);
    }
}
