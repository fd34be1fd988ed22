package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends mail by SMTP, over one connection for each mail. */
@ApplicationScoped
@Startup
class SmtpMailSender implements MailSender {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** How long a mail server may take. */
    @ConfigMapping(prefix = "darkroom.mail")
    interface Limits {

        /** For each reply to a durable mail; the minimum for the last one is ten minutes (RFC 5321, section 4.5.3.2). */
        @WithDefault("10m")
        Duration replyTimeout();

        /** For all replies to a mail that is sent inline or in memory, and tried only once. */
        @WithDefault("30s")
        Duration oneTryTimeout();
    }

    /** The mail server, under the names of Quarkus Mailer. */
    @ConfigMapping(prefix = "quarkus.mailer")
    interface Server {

        String host();

        /** By default 465 with TLS, otherwise 25. */
        OptionalInt port();

        String from();

        Optional<String> ownHostName();

        Optional<String> username();

        Optional<String> password();

        /** TLS from the first byte. */
        @WithDefault("false")
        boolean tls();

        @WithDefault("optional")
        StartTls startTls();

        enum StartTls {
            DISABLED,
            OPTIONAL,
            REQUIRED
        }
    }

    private final Server server;
    private final Limits limits;
    private final Session session;
    private final boolean embedded;
    /** The name of this host. Looking it up can be slow. */
    private volatile String localHost;

    SmtpMailSender(Server server, Limits limits, Optional<MailFolder> inbox) {
        if (limits.replyTimeout().compareTo(SendWelcomeMail.KIND.deadline()) >= 0) {
            throw new ConfigurationException(
                    "darkroom.mail.reply-timeout (%s) must be shorter than the run of a mail (%s)."
                            .formatted(limits.replyTimeout(), SendWelcomeMail.KIND.deadline()));
        }
        this.server = server;
        this.limits = limits;
        this.session = session(server);
        this.embedded = inbox.isPresent();
        this.localHost = server.ownHostName().orElse(null);
    }

    @Override
    public void deliver(Mail mail, boolean retried) {
        if (mail.to().endsWith(User.GUEST_DOMAIN) && !embedded) {
            // Only the embedded server accepts guests' addresses.
            return;
        }
        MimeMessage message = compose(mail);
        // An interrupt closes a channel, also while it is read or connected.
        try (SocketChannel channel = SocketChannel.open()) {
            Duration total = retried ? SendWelcomeMail.KIND.deadline() : limits.oneTryTimeout();
            SmtpDialogue dialogue = new SmtpDialogue(session, login(), retried ? limits.replyTimeout() : total, total);
            if (localHost != null) {
                dialogue.setLocalHost(localHost);
            }
            dialogue.send(connect(channel.socket()), message);
            localHost = dialogue.getLocalHost();
        } catch (IOException e) {
            throw new NotSent("the mail server is unreachable: " + e.getMessage(), e);
        }
    }

    private MimeMessage compose(Mail mail) {
        MimeMessage message = new MimeMessage(session);
        try {
            message.setRecipient(RecipientType.TO, new InternetAddress(mail.to(), true));
        } catch (MessagingException e) {
            throw new Refused("the address cannot be used: " + e.getMessage(), e);
        }
        try {
            message.setFrom(new InternetAddress(server.from()));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setText(mail.text(), StandardCharsets.UTF_8.name());
            message.setSentDate(new Date());
            message.saveChanges();
            // Saving sets a random one.
            message.setHeader("Message-ID", mail.messageId());
            return message;
        } catch (MessagingException e) {
            throw new NotSent("the mail cannot be composed: " + e.getMessage(), e);
        }
    }

    private Socket connect(Socket socket) throws IOException {
        // The name stays with the address, so that it is not looked up again.
        InetAddress address = InetAddress.getByAddress(
                server.host(), InetAddress.getByName(server.host()).getAddress());
        int port = server.port().orElse(server.tls() ? 465 : 25);
        socket.connect(new InetSocketAddress(address, port), (int) CONNECT_LIMIT.toMillis());
        return server.tls() ? encrypted(socket, port) : socket;
    }

    private Socket encrypted(Socket socket, int port) throws IOException {
        SSLSocket encrypted = (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, server.host(), port, true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        return encrypted;
    }

    private URLName login() {
        return new URLName(
                "smtp",
                server.host(),
                -1,
                null,
                server.username().orElse(null),
                server.password().orElse(null));
    }

    private static Session session(Server server) {
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", server.username().isPresent());
        properties.put("mail.smtp.starttls.enable", server.startTls() != Server.StartTls.DISABLED && !server.tls());
        properties.put("mail.smtp.starttls.required", server.startTls() == Server.StartTls.REQUIRED && !server.tls());
        properties.put("mail.smtp.ssl.checkserveridentity", true);
        properties.put("mail.smtp.quitwait", false);
        return Session.getInstance(properties);
    }
}
