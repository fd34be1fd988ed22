package dev.darkroom.media;

import dev.darkroom.web.HttpRefusal;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/**
 * One type of uploaded files, such as pictures.
 *
 * @param <H> the header of a file
 */
public interface UploadType<H, R extends UploadedRecord> {

    Target<R> target();

    /** Throws {@link UploadRejected} if the file is not accepted. */
    H check(Incoming incoming);

    /** Saves all records and jobs in one transaction. Throws {@link UploadRejected} if it accepts none of them. */
    List<R> accept(Collection<Stored<H>> stored, UUID owner);

    /** Checks a file, then stores it. Throws {@link UploadRejected} if the file is not accepted. */
    default Stored<H> store(Incoming incoming) {
        H header = check(incoming);
        FileStore files = target().files();
        Stored<H> stored = new Stored<>(UUID.randomUUID(), files.name(), incoming.name(), incoming.hash(), header);
        files.keepOriginal(stored.id(), incoming.file());
        return stored;
    }

    /** Removes files that no record will refer to. */
    default void discard(Collection<Stored<H>> stored) {
        stored.forEach(file -> target().files().delete(file.id()));
    }

    /**
     * The places of uploads of this type.
     *
     * @param page without its slash, it is the name in JSON and the query parameter of {@code /status}
     * @param refusal the title of the answer if no file was accepted
     */
    record Target<R>(String page, String refusal, Class<R> entity, FileStore files) {}

    /** An original in the store that no record refers to yet. */
    record Stored<H>(UUID id, String storage, String name, String contentHash, H header) {}

    /** A file is not accepted because of its size, its header or the visitor's other files. Nothing of it is stored. */
    class UploadRejected extends HttpRefusal {

        public UploadRejected(int status, String message, Object... values) {
            super(status, message.formatted(values));
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
        public Incoming {
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

        /** Throws {@link UploadRejected} if the file is empty or larger than the limit. */
        public void checkSize(MemorySize limit) {
            long bytes = file.toFile().length();
            if (bytes == 0) {
                throw new UploadRejected(400, "The file is empty.");
            }
            if (bytes > limit.asLongValue()) {
                throw new UploadRejected(413, "The file is larger than %d MB.", limit.asLongValue() / (1024 * 1024));
            }
        }

        /** Returns the SHA-256 of the file as hexadecimal digits. */
        public String hash() {
            try {
                return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
            } catch (IOException e) {
                throw new FileStore.FileStoreFailure("the upload cannot be read", e);
            }
        }
    }
}
