package dev.darkroom.guards;

import dev.darkroom.media.FileStore;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file store without {@link Guard#ATOMIC_RENAME}. */
@Decorator
@Priority(100)
abstract class WritingInPlace implements FileStore {

    private final FileStore delegate;

    WritingInPlace(@Delegate @Any FileStore delegate) {
        this.delegate = delegate;
    }

    @Override
    public void publish(UUID photo, String file, UUID token, Content content) {
        if (!Guard.ATOMIC_RENAME.isRemoved()) {
            delegate.publish(photo, file, token, content);
            return;
        }
        Path place = delegate.original(photo).resolveSibling(file);
        delegate.publish(photo, file, token, out -> {
            try (OutputStream visible = Files.newOutputStream(place)) {
                content.writeTo(visible);
            }
            Files.copy(place, out);
        });
    }
}
