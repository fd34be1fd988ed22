package dev.darkroom.embedded;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The mail that the embedded server has received: one file each, in one folder per address, kept across restarts. */
public record MailFolder(Path folder) {

    public static final int LATEST = 50;

    private static final Logger LOG = Logger.getLogger(MailFolder.class);
    private static final String MAIL = ".eml";
    private static final String UNREADABLE = "(This mail has no text that can be shown.)";

    /** A mail that arrived at the embedded server. */
    public record ReceivedMail(
            String id, Instant receivedAt, String from, String subject, String messageId, String text) {}

    /** Returns when the mail is on disk. */
    void keep(String address, MimeMessage message) throws IOException, MessagingException {
        Path box = box(address);
        if (Files.notExists(box)) {
            Files.createDirectories(box);
            DataDirectory.sync(folder);
        }
        String name = Instant.now().toEpochMilli() + "-" + UUID.randomUUID();
        Path part = box.resolve(name + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                message.writeTo(out);
            }
            DataDirectory.sync(part);
            Files.move(part, box.resolve(name + MAIL), StandardCopyOption.ATOMIC_MOVE);
            DataDirectory.sync(box);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns the latest fifty mails to that address, newest first. A mail that cannot be read is left out. */
    public List<ReceivedMail> of(String address) {
        try (Stream<Path> files = Files.list(box(address))) {
            return files.filter(file -> file.toString().endsWith(MAIL))
                    .sorted(Comparator.reverseOrder())
                    .limit(LATEST)
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("%s cannot be listed: %s", box(address), e);
            return List.of();
        }
    }

    public void forget(String address) {
        try {
            DataDirectory.delete(box(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ReceivedMail> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage mail = new MimeMessage(null, in);
            String name = file.getFileName().toString();
            return Optional.of(new ReceivedMail(
                    name,
                    receivedAt(file, name),
                    header(mail, "From", "(no sender)"),
                    header(mail, "Subject", "(no subject)"),
                    header(mail, "Message-ID", name),
                    text(mail)));
        } catch (IOException | MessagingException e) {
            LOG.debugf(e, "%s cannot be read", file);
            return Optional.empty();
        }
    }

    private static Instant receivedAt(Path file, String name) throws IOException {
        Matcher millis = Pattern.compile("(\\d{1,15})-.*").matcher(name);
        return millis.matches()
                ? Instant.ofEpochMilli(Long.parseLong(millis.group(1)))
                : Files.getLastModifiedTime(file).toInstant();
    }

    private static String header(MimeMessage mail, String name, String missing) throws MessagingException {
        String value = mail.getHeader(name, ", ");
        if (value == null || value.isBlank()) {
            return missing;
        }
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    /** The first text of a mail that may have several parts. */
    private static String text(Part part) {
        try {
            Object content = part.getContent();
            if (content instanceof Multipart parts && parts.getCount() > 0) {
                return text(parts.getBodyPart(0));
            }
            return content instanceof String text ? text : UNREADABLE;
        } catch (IOException | MessagingException e) {
            return UNREADABLE;
        }
    }

    /** Named by a hash: an address may contain characters that a path must not. */
    private Path box(String address) {
        byte[] name = address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return folder.resolve(UUID.nameUUIDFromBytes(name).toString());
    }
}
