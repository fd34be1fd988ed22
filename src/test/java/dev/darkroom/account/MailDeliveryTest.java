package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.darkroom.account.MailSender.Mail;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.TestServices;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each answer of a mail server, at each step of the dialogue, and what becomes of the mail. */
@Tag("processes")
@QuarkusTest
@WithTestResource(value = TestServices.class, scope = TestResourceScope.GLOBAL)
class MailDeliveryTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONGER_THAN_SHORT = Duration.ofMillis(1200);

    private final MailServer server = new MailServer();
    private MailClient client;
    private MailSender sender;

    @Inject
    Vertx vertx;

    /** As Quarkus Mailer makes it. */
    @BeforeEach
    void connect() {
        client = MailClient.create(
                vertx,
                new MailConfig("127.0.0.1", server.port())
                        .setKeepAlive(setting("keep-alive", Boolean.class))
                        .setPipelining(setting("pipelining", Boolean.class))
                        .setMaxPoolSize(setting("max-pool-size", Integer.class)));
        limit(LONG, LONG);
    }

    private void limit(Duration oneTry, Duration reply) {
        record Limits(Duration oneTryTimeout, Duration replyTimeout) implements SmtpMailSender.Limits {}
        sender = new SmtpMailSender(
                new io.vertx.mutiny.ext.mail.MailClient(client),
                "Darkroom <darkroom@example.org>",
                new Limits(oneTry, reply),
                vertx,
                Optional.empty());
        QuarkusMock.installMockForType(sender, MailSender.class);
    }

    @AfterEach
    void stop() throws IOException {
        server.listener.close();
        client.close();
    }

    private static <T> T setting(String name, Class<T> type) {
        return ConfigProvider.getConfig().getValue("quarkus.mailer." + name, type);
    }

    /**
     * The server answers so at this step until the first run of the durable mail has ended; then it accepts each mail. A
     * late answer is sent when the inline sign-up has failed.
     */
    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # at   | reply   | durable  | runs | mails | inline | mails | the error says
                    EHLO   | 2xx     | complete | 1    | 1     | 201    | 1     |
                    EHLO   | 4xx     | complete | more | 1     | 502    | 0     | refused the mail: 451-not now 451 later
                    EHLO   | 5xx     | complete | more | 1     | 502    | 0     | refused the mail: 550-not so 550 never
                    EHLO   | silence | complete | more | 1     | 502    | 0     | no reply; the mail may have been sent
                    EHLO   | late    | complete | 1    | 1     | 502    | 0     | no reply; the mail may have been sent
                    MAIL   | 2xx     | complete | 1    | 1     | 201    | 1     |
                    MAIL   | 4xx     | complete | more | 1     | 502    | 0     | refused the mail: 451-not now 451 later
                    MAIL   | 5xx     | complete | more | 1     | 502    | 0     | refused the mail: 550-not so 550 never
                    MAIL   | silence | complete | more | 1     | 502    | 0     | no reply; the mail may have been sent
                    MAIL   | late    | complete | 1    | 1     | 502    | 1     | no reply; the mail may have been sent
                    RCPT   | 2xx     | complete | 1    | 1     | 201    | 1     |
                    RCPT   | 4xx     | complete | more | 1     | 502    | 0     | refused the mail: 451-not now 451 later
                    RCPT   | 5xx     | failed   | 1    | 0     | 422    | 0     | refused the mail: 550-not so 550 never
                    RCPT   | 530     | complete | more | 1     | 502    | 0     | refused the mail: 530-not so 530 never
                    RCPT   | silence | complete | more | 1     | 502    | 0     | no reply; the mail may have been sent
                    RCPT   | late    | complete | 1    | 1     | 502    | 1     | no reply; the mail may have been sent
                    DATA   | 2xx     | complete | 1    | 1     | 201    | 1     |
                    DATA   | 4xx     | complete | more | 1     | 502    | 0     | refused the mail: 451-not now 451 later
                    DATA   | 5xx     | failed   | 1    | 0     | 422    | 0     | refused the mail: 550-not so 550 never
                    DATA   | silence | complete | more | 1     | 502    | 0     | no reply; the mail may have been sent
                    DATA   | late    | complete | 1    | 1     | 502    | 1     | no reply; the mail may have been sent
                    dot    | 2xx     | complete | 1    | 1     | 201    | 1     |
                    dot    | 4xx     | complete | more | 1     | 502    | 0     | refused the mail: 451-not now 451 later
                    dot    | 5xx     | failed   | 1    | 0     | 422    | 0     | refused the mail: 550-not so 550 never
                    dot    | silence | complete | more | runs  | 502    | 1     | no reply; the mail may have been sent
                    dot    | late    | complete | 1    | 1     | 502    | 1     | no reply; the mail may have been sent
                    """)
    void the_reply_decides(
            String at,
            String reply,
            String durable,
            String runs,
            String mails,
            int inline,
            int inlineMails,
            String error) {
        server.answer(at, reply);
        if (List.of("silence", "late").contains(reply)) {
            limit(SHORT, reply.equals("late") ? LONG : LONGER_THAN_SHORT);
        }
        ApiVisitor patient = new ApiVisitor();
        patient.signUp("durable").then().statusCode(202);
        ApiVisitor waiting = new ApiVisitor();

        var answer = waiting.signUp("inline").then().statusCode(inline);
        if (error != null) {
            answer.body("detail", containsString(error));
        }
        server.sendLateReplies.countDown();
        patient.await(
                "/me/status", status -> !status.getString("attempts[0].outcome").equals("running"));
        server.answer("never", "2xx");
        JsonPath end = patient.await(
                "/me/status", status -> !status.getString("status").equals("processing"));

        assertThat(end.getString("status")).isEqualTo(durable);
        assertThat(end.getInt("attempt") > 1 ? "more" : "1").as("runs").isEqualTo(runs);
        List<String> ids = server.messageIds(patient);
        assertThat(ids).hasSize(mails.equals("runs") ? end.getInt("attempt") : Integer.parseInt(mails));
        assertThat(new HashSet<>(ids)).as("Message-IDs").hasSizeLessThan(2);
        await().until(() -> server.messageIds(waiting), hasSize(inlineMails));
        if (durable.equals("failed")) {
            assertThat(end.getString("error")).contains(error);
            patient.program().post(end.getString("links.job") + "/retry").then().statusCode(409);
        }
    }

    @Test
    void an_address_that_the_client_refuses_fails_at_once() {
        Mail mail = new Mail("\"ada lovelace\"@example.org", "Welcome", "<1@example.org>", "Hello");

        assertThatThrownBy(() -> sender.deliver(mail, true))
                .isInstanceOf(MailSender.Refused.class)
                .hasMessageContaining("this address cannot be sent");
    }

    /** Each of these dialogues keeps a connection for as long as the server is silent. */
    @Test
    void silent_dialogues_do_not_stop_later_mails_and_send_none_when_the_greeting_comes_at_last() {
        server.answer("EHLO", "late");
        limit(SHORT, LONG);
        Mail mail = new Mail("ada@example.org", "Welcome", "<1@example.org>", "Hello");
        Parallel.run(
                20, () -> assertThatThrownBy(() -> sender.deliver(mail, false)).isInstanceOf(MailSender.NotSent.class));
        assertThat(server.dialogues).hasValue(20);

        server.answer("never", "2xx");
        sender.deliver(mail, true);
        server.sendLateReplies.countDown();

        await().untilAtomic(server.dialogues, is(0));
        assertThat(server.accepted).hasSize(1);
    }

    @Test
    void a_mail_has_the_patience_of_its_lane_and_the_crash_limit_of_all_jobs() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        String mail = visitor.awaitComplete("/me/status").getString("id");

        assertThat(Database.count("job WHERE key = '" + mail + "' AND max_attempts = 8 AND max_crashes = 10"))
                .isEqualTo(1);
    }

    @Test
    void a_mail_has_no_empty_header() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        visitor.awaitComplete("/me/status");

        assertThat(server.accepted.get(0))
                .contains("To: " + visitor.email)
                .noneMatch(line -> line.matches("\\S+:\\s*"));
    }

    /** A mail server with one answer that is not as usual. */
    private static final class MailServer {

        private final ServerSocket listener;
        private final List<List<String>> accepted = new CopyOnWriteArrayList<>();
        private final AtomicInteger dialogues = new AtomicInteger();
        private final CountDownLatch sendLateReplies = new CountDownLatch(1);
        private volatile String oddStep = "never";
        private volatile String oddReply = "2xx";

        MailServer() {
            try {
                listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            daemon(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        void answer(String at, String reply) {
            oddStep = at;
            oddReply = reply;
        }

        /** The Message-ID of each mail to the visitor that the server has taken. */
        List<String> messageIds(ApiVisitor visitor) {
            return accepted.stream()
                    .filter(lines -> lines.contains("To: " + visitor.email))
                    .flatMap(List::stream)
                    .filter(line -> line.startsWith("Message-ID: "))
                    .toList();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    daemon(() -> converse(client));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private void converse(Socket client) {
            dialogues.incrementAndGet();
            try (client) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                send(client, "220 ready");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String step = line.substring(0, 4);
                    if (step.equals("QUIT")) {
                        return;
                    }
                    if (reply(client, in, step, usual(step)) && step.equals("DATA")) {
                        List<String> mail = read(in);
                        if (List.of("silence", "late").contains(odd("dot"))) {
                            accepted.add(mail);
                            reply(client, in, "dot", "250 ok");
                        } else if (reply(client, in, "dot", "250 ok")) {
                            accepted.add(mail);
                        }
                    }
                }
            } catch (IOException e) {
                // The client has given up.
            } finally {
                dialogues.decrementAndGet();
            }
        }

        private static String usual(String step) {
            return switch (step) {
                case "EHLO" -> "250-mail.example.org\r\n250 PIPELINING";
                case "DATA" -> "354 go on";
                default -> "250 ok";
            };
        }

        private String odd(String step) {
            return oddStep.equals(step) || (oddStep.equals("EHLO") && step.equals("HELO")) ? oddReply : "2xx";
        }

        /** Returns whether the server accepts this step. */
        private boolean reply(Socket client, BufferedReader in, String step, String usual) throws IOException {
            String odd = odd(step);
            switch (odd) {
                case "4xx" -> send(client, "451-not now\r\n451 later");
                case "5xx" -> send(client, "550-not so\r\n550 never");
                case "530" -> send(client, "530-not so\r\n530 never");
                case "silence" -> in.read();
                case "late" -> {
                    awaitLateReplies();
                    send(client, usual);
                }
                default -> send(client, usual);
            }
            return List.of("2xx", "late").contains(odd);
        }

        private void awaitLateReplies() throws IOException {
            try {
                sendLateReplies.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private static List<String> read(BufferedReader in) throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                lines.add(line);
            }
            return lines;
        }

        private static void send(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "mail-server");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
