package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes pictures in: each is checked and stored first, then one transaction accepts all good ones and their jobs. */
@ApplicationScoped
class Upload {

    /** Encoders make a dozen. A hundred are over in seconds, a million in hours. */
    private static final int MOST_PASSES = 100;

    private final FileStore files;
    private final UploadSettings settings;
    private final DecodingMemory memory;
    private final Quota quota;
    private final Jobs jobs;

    Upload(FileStore files, UploadSettings settings, DecodingMemory memory, Quota quota, Jobs jobs) {
        this.files = files;
        this.settings = settings;
        this.memory = memory;
        this.quota = quota;
        this.jobs = jobs;
    }

    /**
     * @param file taken over if it is good; on the same disk as the store
     * @throws UploadRefused if it is not taken
     */
    StoredPicture store(PictureName name, Path file) {
        long bytes = size(file);
        PictureHeader header = check(file, bytes);
        String hash = hash(file);
        UUID id = UUID.randomUUID();
        files.keepOriginal(id, file);
        return new StoredPicture(id, name, hash, bytes, header);
    }

    /** Where this throws, nobody knows whether it was committed: what then belongs to nobody is left to the sweeper. */
    @Transactional
    Accepted accept(List<StoredPicture> pictures, UUID owner) {
        Quota.Room room = quota.roomOf(owner);
        Accepted accepted = new Accepted();
        for (StoredPicture picture : pictures) {
            try {
                room.take(picture.bytes());
                accepted.photos().add(accept(picture, owner));
            } catch (UploadRejected e) {
                accepted.refused().put(picture, e);
            }
        }
        return accepted;
    }

    /** Removes what was stored and then found no room. */
    void discard(StoredPicture picture) {
        files.delete(picture.id());
    }

    private Photo accept(StoredPicture picture, UUID owner) {
        Photo photo = new Photo(picture, owner, jobs.acceptance());
        photo.persist();
        jobs.submit(ResizePhoto.KIND, ResizePhoto.of(photo));
        return photo;
    }

    /** @throws UploadRefused if it is not taken */
    PictureHeader check(Path file, long bytes) {
        if (bytes == 0) {
            throw UploadRejected.empty();
        }
        if (bytes > settings.maxBytes().asLongValue()) {
            throw UploadRejected.tooLarge(settings.maxBytes().asLongValue());
        }
        PictureHeader header = PictureHeader.of(file);
        if (header.pixels() > settings.maxPixels()) {
            throw UploadRejected.tooManyPixels(header, settings.maxPixels());
        }
        if (header.passes() > MOST_PASSES) {
            throw UploadRejected.tooManyPasses(header, MOST_PASSES);
        }
        if (!header.isReadInParts() && header.memory(1) > memory.bytes()) {
            throw UploadRejected.tooLargeAsAWhole(header, header.pixels() * memory.bytes() / header.memory(1));
        }
        return header;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new FileStoreFailure("the upload is gone", e);
        }
    }

    /** SHA-256, in hexadecimal digits. */
    static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new FileStoreFailure("the upload cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What has become of the pictures of one request: a photo, or a refusal, as the quota was met. */
    record Accepted(List<Photo> photos, Map<StoredPicture, UploadRejected> refused) {

        private Accepted() {
            this(new ArrayList<>(), new LinkedHashMap<>());
        }
    }
}
