package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accepts pictures: first checks and stores each file, then saves all photos and jobs in one transaction. */
@ApplicationScoped
class PhotoUpload implements UploadType<PictureHeader, Photo> {

    static final List<String> SAMPLES = List.of("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg");

    private final FileStore files;
    private final Settings settings;
    private final DecodingMemory memory;
    private final Jobs jobs;

    PhotoUpload(FileStore files, Settings settings, DecodingMemory memory, Jobs jobs) {
        this.files = files;
        this.settings = settings;
        this.memory = memory;
        this.jobs = jobs;
    }

    @Override
    public Target<Photo> target() {
        return new Target<>("/photos", "No picture was accepted", Photo.class, files);
    }

    @Override
    public PictureHeader check(Incoming incoming) {
        incoming.checkSize(settings.maxBytes());
        PictureHeader header = PictureHeader.read(incoming.file());
        header.check(settings.maxPixels(), memory.bytes());
        return header;
    }

    /** If the commit fails, the stored files are left to the sweeper: the commit's outcome may be unknown. */
    @Override
    @Transactional
    public List<Photo> accept(Collection<Stored<PictureHeader>> pictures, UUID owner) {
        return pictures.stream().map(picture -> accept(picture, owner)).toList();
    }

    long maxMegabytes() {
        return settings.maxBytes().asLongValue() / (1024 * 1024);
    }

    private Photo accept(Stored<PictureHeader> picture, UUID owner) {
        Photo photo = new Photo(picture, owner, jobs.acceptance());
        photo.persistAndFlush();
        jobs.submit(ResizePhoto.KIND, new ResizePhoto(picture.id(), owner));
        return photo;
    }

    /** Limits of an upload. A size is written like {@code 25M}. */
    @ConfigMapping(prefix = "darkroom.upload")
    interface Settings {

        /** Size of one file. */
        @WithDefault("25M")
        MemorySize maxBytes();

        /** Width times height of one picture. */
        @WithDefault("60000000")
        long maxPixels();

        /** Heap for all pictures being decoded at a time; half of the heap if not set. */
        Optional<MemorySize> decodingMemory();

        /** Size of a whole request, enforced by the server. */
        @WithDefault("512M")
        MemorySize maxRequestBytes();
    }
}
