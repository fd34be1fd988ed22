package dev.darkroom.video;

import dev.darkroom.media.DiskFileStore;
import dev.darkroom.media.FileStore;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The files of videos. Each run writes into a folder of its own, and removes nothing from those of others. */
@ApplicationScoped
@Identifier("videos")
@LookupUnlessProperty(name = "darkroom.storage", stringValue = "s3", lookupIfMissing = true)
class VideoFileStore extends DiskFileStore {

    VideoFileStore() {
        super("videos");
    }

    @Produces
    @ApplicationScoped
    @Videos
    static FileStore configured(@Identifier("videos") Instance<FileStore> stores) {
        return stores.get();
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Videos {}
}
