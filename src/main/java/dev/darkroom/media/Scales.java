package dev.darkroom.media;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Weighs, at the start, photos from the time before quotas: their size stands nowhere but on the disk. */
@ApplicationScoped
class Scales {

    private static final Logger LOG = Logger.getLogger(Scales.class);

    private final FileStore files;

    Scales(FileStore files) {
        this.files = files;
    }

    /** One whose original is gone stays as it is, and counts as nothing. */
    @Transactional
    void weigh(@Observes StartupEvent event) {
        Photo.notWeighed().forEach(photo -> photo.bytes = weight(files.original(photo.id)));
    }

    private static Long weight(Path original) {
        try {
            return Files.size(original);
        } catch (IOException e) {
            LOG.warnf("%s cannot be weighed: %s", original, e);
            return null;
        }
    }
}
