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
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Takes pictures in: each is checked and stored first, then one transaction accepts all good ones and their jobs. */
@ApplicationScoped
class Upload {

    private static final int LONGEST_NAME = 120;

    private final FileStore files;
    private final UploadSettings settings;
    private final DecodingMemory memory;
    private final Jobs jobs;

    Upload(FileStore files, UploadSettings settings, DecodingMemory memory, Jobs jobs) {
        this.files = files;
        this.settings = settings;
        this.memory = memory;
        this.jobs = jobs;
    }

    /**
     * @param file taken over if it is good; on the same disk as the store
     * @throws UploadRefused if it is not taken
     */
    StoredPicture store(String name, Path file) {
        PictureHeader header = check(file);
        String hash = hash(file);
        UUID id = UUID.randomUUID();
        files.keepOriginal(id, file);
        return new StoredPicture(id, plain(name), hash, header);
    }

    /** Where this throws, nobody knows whether it was committed: what then belongs to nobody is left to the sweeper. */
    @Transactional
    List<Photo> accept(List<StoredPicture> pictures, UUID owner) {
        return pictures.stream().map(picture -> accept(picture, owner)).toList();
    }

    private Photo accept(StoredPicture picture, UUID owner) {
        Photo photo = new Photo(picture, owner, jobs.acceptance());
        photo.persist();
        jobs.submit(ResizePhoto.KIND, ResizePhoto.of(photo));
        return photo;
    }

    private PictureHeader check(Path file) {
        long bytes = size(file);
        if (bytes == 0) {
            throw UploadRefused.empty();
        }
        if (bytes > settings.maxBytes().asLongValue()) {
            throw UploadRefused.tooLarge(settings.maxBytes().asLongValue());
        }
        PictureHeader header = PictureHeader.of(file);
        if (header.pixels() > settings.maxPixels()) {
            throw UploadRefused.tooManyPixels(header, settings.maxPixels());
        }
        if (!header.isReadInParts() && header.memory(1) > memory.bytes()) {
            throw UploadRefused.tooLargeAsAWhole(header, header.pixels() * memory.bytes() / header.memory(1));
        }
        return header;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new FileTrouble("the upload is gone", e);
        }
    }

    /** SHA-256, in hexadecimal digits. */
    static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new FileTrouble("the upload cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A name is only ever shown: no path, no control characters, not endless. */
    private static String plain(String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String shown = last.replaceAll("\\p{C}", "").strip();
        if (shown.isEmpty()) {
            return "untitled";
        }
        return shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME);
    }
}
