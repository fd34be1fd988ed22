package dev.darkroom.embedded;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** The mail that the embedded server has received: one file each, in one folder per address, kept across restarts. */
public record MailFolder(Path folder) {

    public static final int LATEST = 50;

    /** A mail that arrived at the embedded server. */
    public record ReceivedMail(
            String id, Instant receivedAt, String from, String subject, String messageId, String text) {}

    void keep(String address, MimeMessage message) throws IOException, MessagingException {
        Path box = Files.createDirectories(box(address));
        String name = Instant.now().toEpochMilli() + "-" + UUID.randomUUID();
        Path part = box.resolve(name + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            message.writeTo(out);
        }
        Files.move(part, box.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the latest fifty mails to that address, newest first. */
    public List<ReceivedMail> of(String address) {
        Path box = box(address);
        if (Files.notExists(box)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(box)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted(Comparator.reverseOrder())
                    .limit(LATEST)
                    .map(MailFolder::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget(String address) {
        try {
            DataDirectory.delete(box(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReceivedMail read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage mail = new MimeMessage(null, in);
            String name = file.getFileName().toString();
            return new ReceivedMail(
                    name,
                    Instant.ofEpochMilli(Long.parseLong(name.substring(0, name.indexOf('-')))),
                    mail.getFrom()[0].toString(),
                    mail.getSubject(),
                    mail.getMessageID(),
                    mail.getContent().toString());
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException("the mail " + file + " cannot be read", e);
        }
    }

    /** Named by a hash: an address may contain characters that a path must not. */
    private Path box(String address) {
        byte[] name = address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return folder.resolve(UUID.nameUUIDFromBytes(name).toString());
    }
}
