package dev.darkroom.processes;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A mail server outside the application. It can accept a mail and hold the reply back. */
final class SmtpStub implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile Consumer<String> listener = address -> {};
    private final List<Received> received = new CopyOnWriteArrayList<>();

    static {
        // A client that is killed during an SMTP session causes an exception in a thread of the server.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    SmtpStub() {
        server.start();
        server.getUserManager()
                .setMessageDeliveryHandler((message, address) -> take(message.getMessage(), address.getEmail()));
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** Accepts mails, and sends no reply until {@link #sendReplies}. */
    void holdReplies() {
        held = new CountDownLatch(1);
    }

    void sendReplies() {
        held.countDown();
    }

    /** Calls the listener with the address of each mail, before the reply. */
    void onMail(Consumer<String> addresses) {
        listener = addresses;
    }

    List<Received> received() {
        return received;
    }

    /** The Message-IDs of the mails to that address. */
    List<String> messageIds(String address) {
        return received.stream()
                .filter(mail -> mail.address.equals(address))
                .map(Received::messageId)
                .toList();
    }

    @Override
    public void close() {
        sendReplies();
        server.stop();
    }

    private GreenMailUser take(MimeMessage message, String address) throws MessagingException, UserException {
        received.add(new Received(address, message.getMessageID()));
        listener.accept(address);
        awaitReply();
        UserManager users = server.getUserManager();
        GreenMailUser known = users.getUserByEmail(address);
        return known != null ? known : users.createUser(address, address, "none");
    }

    private void awaitReply() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    record Received(String address, String messageId) {}
}
