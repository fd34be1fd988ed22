package dev.darkroom.video;

import dev.darkroom.media.DiskFileStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The files of videos. Each run writes into a folder of its own, and removes nothing from those of others. */
@ApplicationScoped
@VideoFileStore.Videos
class VideoFileStore extends DiskFileStore {

    VideoFileStore() {
        super("videos");
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Videos {}
}
