package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.media.FileStore.FileStoreFailure;
import dev.darkroom.web.HttpRefusal;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Accepts pictures: first checks and stores each file, then saves all photos and jobs in one transaction. */
@ApplicationScoped
class Upload {

    private static final List<String> SAMPLES = List.of("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg");

    private final FileStore files;
    private final Settings settings;
    private final DecodingMemory memory;
    private final Jobs jobs;
    private final Path folder;

    Upload(
            FileStore files,
            Settings settings,
            DecodingMemory memory,
            Jobs jobs,
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path folder) {
        this.files = files;
        this.settings = settings;
        this.memory = memory;
        this.jobs = jobs;
        this.folder = folder;
    }

    /** Copies each sample in the jar, as if it had been uploaded. A copy that fails is reported too, to be deleted. */
    void copySamples(Consumer<Incoming> copies) {
        SAMPLES.forEach(name -> copySample(name, copies));
    }

    /** Checks a file and moves it into the store. Throws {@link UploadRejected} if the file is not accepted. */
    StoredPicture store(Incoming incoming) {
        PictureHeader header = check(incoming.file());
        StoredPicture picture = new StoredPicture(UUID.randomUUID(), incoming.name(), incoming.hash(), header);
        files.keepOriginal(picture.id(), incoming.file());
        return picture;
    }

    /** Removes pictures that no photo will refer to. */
    void discard(List<StoredPicture> pictures) {
        pictures.forEach(picture -> files.delete(picture.id()));
    }

    /** If the commit fails, the stored files are left to the sweeper: the commit's outcome may be unknown. */
    @Transactional
    List<Photo> accept(List<StoredPicture> pictures, UUID owner) {
        return pictures.stream().map(picture -> accept(picture, owner)).toList();
    }

    long maxMegabytes() {
        return settings.maxBytes().asLongValue() / (1024 * 1024);
    }

    private void copySample(String name, Consumer<Incoming> copies) {
        try (InputStream in = Upload.class.getResourceAsStream("/samples/" + name)) {
            Path copy = Files.createTempFile(Files.createDirectories(folder), "sample", null);
            copies.accept(new Incoming(name, copy));
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FileStoreFailure("the samples cannot be copied", e);
        }
    }

    private PictureHeader check(Path file) {
        long bytes = file.toFile().length();
        if (bytes == 0) {
            throw new UploadRejected(400, "The file is empty.");
        }
        if (bytes > settings.maxBytes().asLongValue()) {
            throw new UploadRejected(413, "The file is larger than %d MB.", maxMegabytes());
        }
        PictureHeader header = PictureHeader.read(file);
        header.check(settings.maxPixels(), memory.bytes());
        return header;
    }

    private Photo accept(StoredPicture picture, UUID owner) {
        Photo photo = new Photo(picture, owner, jobs.acceptance());
        photo.persistAndFlush();
        jobs.submit(ResizePhoto.KIND, new ResizePhoto(picture.id(), owner));
        return photo;
    }

    /** A file is not accepted because of its size or its header. Nothing of it is stored. */
    static class UploadRejected extends HttpRefusal {

        UploadRejected(int status, String message, Object... values) {
            super(status, message.formatted(values));
        }

        static UploadRejected notAPicture() {
            return new UploadRejected(415, "This is not a JPEG, PNG or WebP picture.");
        }

        static UploadRejected unreadable() {
            return new UploadRejected(422, "The picture's header cannot be read: the file is damaged.");
        }
    }

    /** An uploaded file on the same disk as the store. It exists until its request ends. */
    record Incoming(String name, Path file) {

        /** A parameter of a header: its name, and its value with or without quotes. */
        private static final Pattern PARAMETER =
                Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;]*))");

        /** A value of RFC 8187: charset, language and percent-encoded text. */
        private static final Pattern ENCODED = Pattern.compile("([^']*)'[^']*'(.*)");

        /** Keeps the last segment of the name, without control characters and up to 120 characters. */
        Incoming {
            String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                    .replaceAll("\\p{Cntrl}", "");
            name = last.isBlank() ? "untitled" : last.replaceAll("(?s)^(.{120}).*", "$1");
        }

        /** The framework ends a name at an escaped quote, and prefers {@code filename} to {@code filename*} (RFC 6266). */
        static Incoming of(FileUpload upload) {
            Map<String, String> parameters = PARAMETER
                    .matcher(upload.getHeaders().getFirst("Content-Disposition"))
                    .results()
                    .collect(Collectors.toMap(
                            found -> found.group(1).toLowerCase(Locale.ROOT),
                            Incoming::value,
                            (first, second) -> first));
            String plain = parameters.getOrDefault("filename", Objects.requireNonNullElse(upload.fileName(), ""));
            return new Incoming(decode(parameters.getOrDefault("filename*", ""), plain), upload.uploadedFile());
        }

        private static String value(MatchResult found) {
            return found.group(2) == null
                    ? found.group(3).strip()
                    : found.group(2).replace("\\\"", "\"").replace("%22", "\"");
        }

        private static String decode(String value, String otherwise) {
            Matcher encoded = ENCODED.matcher(value);
            try {
                return encoded.matches()
                        ? URLDecoder.decode(encoded.group(2).replace("+", "%2B"), Charset.forName(encoded.group(1)))
                        : otherwise;
            } catch (IllegalArgumentException e) {
                return otherwise;
            }
        }

        /** Returns the SHA-256 of the file as hexadecimal digits. */
        String hash() {
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
                return HexFormat.of().formatHex(sha256.digest());
            } catch (IOException | NoSuchAlgorithmException e) {
                throw new FileStoreFailure("the upload cannot be read", e);
            }
        }
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
