package dev.darkroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.embedded.MailFolder.ReceivedMail;
import dev.darkroom.testing.TestServices;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {

    private static final String ADDRESS = "ada@example.org";

    @TempDir
    Path home;

    private MailFolder inbox;

    @BeforeEach
    void create() {
        inbox = new MailFolder(home.resolve("inbox"));
    }

    @Test
    void a_mail_without_headers_is_shown_and_has_an_id_of_its_own() throws Exception {
        keep("X: y\r\n\r\nHello");
        keep("\r\nHello");

        assertThat(inbox.of(ADDRESS))
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail.from() + mail.subject()).isEqualTo("(no sender)(no subject)"))
                .extracting(ReceivedMail::messageId)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_mail_that_cannot_be_decoded_is_shown_as_far_as_possible() throws Exception {
        keep("From: =?x-none?q?Ada?=, <<\r\nContent-Type: text/plain; charset=x-none\r\n\r\nHello");
        keep(
                "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b--");

        assertThat(inbox.of(ADDRESS)).extracting(ReceivedMail::text).anyMatch(text -> text.contains("no text"));
        assertThat(inbox.of(ADDRESS)).extracting(ReceivedMail::text).contains("Hello");
        assertThat(inbox.of(ADDRESS)).extracting(ReceivedMail::subject).contains("Grüße");
    }

    @Test
    void files_that_are_no_mails_or_cannot_be_read_hide_no_mail() throws Exception {
        keep("Subject: readable\r\n\r\nHello");
        Path box = box();
        Files.createDirectory(box.resolve("9-folder.eml"));
        Files.createSymbolicLink(box.resolve("9-vanished.eml"), box.resolve("nothing"));
        Files.writeString(box.resolve(".DS_Store"), "foreign");
        Files.writeString(box.resolve("99999999999999999999-x.eml"), "Subject: foreign");

        assertThat(inbox.of(ADDRESS)).extracting(ReceivedMail::subject).containsExactly("foreign", "readable");
    }

    @Test
    void a_folder_that_cannot_be_read_is_an_empty_inbox() throws Exception {
        keep("Subject: readable\r\n\r\nHello");
        Path box = box();
        TestServices.delete(box);
        assertThat(inbox.of(ADDRESS)).isEmpty();

        Files.writeString(box, "a file stands where the folder should be");
        assertThat(inbox.of(ADDRESS)).isEmpty();
    }

    @Test
    void a_mail_that_cannot_be_stored_is_not_accepted_and_leaves_nothing() throws Exception {
        Files.writeString(home.resolve("inbox"), "a file stands where the folder should be");
        try (SmtpServer server = SmtpServer.start(inbox)) {
            assertThatThrownBy(() -> send(server.port())).isInstanceOf(MessagingException.class);
            Files.delete(home.resolve("inbox"));
            send(server.port());
        }
        assertThat(inbox.of(ADDRESS)).hasSize(1);
        assertThat(names(box())).hasSize(1).allMatch(name -> name.endsWith(".eml"));
    }

    @Test
    void a_mail_that_cannot_be_written_to_its_end_leaves_nothing() throws Exception {
        MimeMessage cutOff = new MimeMessage((Session) null) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                throw new IOException("the disk is full");
            }
        };

        assertThatThrownBy(() -> inbox.keep(ADDRESS, cutOff)).hasMessage("the disk is full");
        assertThat(names(box())).isEmpty();
    }

    private void keep(String mail) throws IOException, MessagingException {
        inbox.keep(ADDRESS, new MimeMessage(null, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private static void send(int port) throws MessagingException {
        Properties server = new Properties();
        server.put("mail.smtp.host", "127.0.0.1");
        server.put("mail.smtp.port", Integer.toString(port));
        server.put("mail.smtp.timeout", "5000");
        MimeMessage mail = new MimeMessage(Session.getInstance(server));
        mail.setFrom("darkroom@example.org");
        mail.setText("Hello");
        Transport.send(mail, new InternetAddress[] {new InternetAddress(ADDRESS)});
    }

    private Path box() throws IOException {
        return home.resolve("inbox").resolve(names(home.resolve("inbox")).get(0));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
