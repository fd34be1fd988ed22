package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.media.PhotoUpload.StoredPicture;
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
class PhotoUpload implements UploadType<StoredPicture, Photo> {

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
    public String path() {
        return "/photos";
    }

    @Override
    public String refusal() {
        return "No picture was accepted";
    }

    @Override
    public StoredPicture store(Incoming incoming) {
        incoming.checkSize(settings.maxBytes());
        PictureHeader header = PictureHeader.read(incoming.file());
        header.check(settings.maxPixels(), memory.bytes());
        StoredPicture picture = new StoredPicture(UUID.randomUUID(), incoming.name(), incoming.hash(), header);
        files.keepOriginal(picture.id(), incoming.file());
        return picture;
    }

    @Override
    public void discard(Collection<StoredPicture> pictures) {
        pictures.forEach(picture -> files.delete(picture.id()));
    }

    /** If the commit fails, the stored files are left to the sweeper: the commit's outcome may be unknown. */
    @Override
    @Transactional
    public List<Photo> accept(Collection<StoredPicture> pictures, UUID owner) {
        return pictures.stream().map(picture -> accept(picture, owner)).toList();
    }

    @Override
    public List<Photo> find(Collection<UUID> ids, UUID owner) {
        return Photo.findOwned(ids, owner);
    }

    long maxMegabytes() {
        return settings.maxBytes().asLongValue() / (1024 * 1024);
    }

    private Photo accept(StoredPicture picture, UUID owner) {
        Photo photo = new Photo(picture, owner, jobs.acceptance());
        photo.persistAndFlush();
        jobs.submit(ResizePhoto.KIND, new ResizePhoto(picture.id(), owner));
        return photo;
    }

    /** An original in the store that no photo refers to yet. */
    record StoredPicture(UUID id, String name, String contentHash, PictureHeader header) {}

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
