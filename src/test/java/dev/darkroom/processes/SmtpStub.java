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
import org.awaitility.Awaitility;

/** A mail server on the other side, which outlives the application; it can take a mail and hold its answer back. */
final class SmtpStub implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ResponseGate answers = new ResponseGate();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    static {
        // Who dies in the middle of the dialogue leaves a thread of the server with an exception: no news here.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> {
            if (!thread.getName().startsWith("smtp:")) {
                problem.printStackTrace();
            }
        });
    }

    SmtpStub() {
        server.start();
        server.getUserManager()
                .setMessageDeliveryHandler((message, address) -> take(message.getMessage(), address.getEmail()));
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** Until it is opened again, mails are taken and nobody is told so. */
    ResponseGate answers() {
        return answers;
    }

    /** The Message-IDs of what has come for that address. */
    List<String> messageIds(String address) {
        return received.stream()
                .filter(mail -> mail.address.equals(address))
                .map(Received::messageId)
                .toList();
    }

    @Override
    public void close() {
        answers.open();
        server.stop();
    }

    private GreenMailUser take(MimeMessage message, String address) throws MessagingException, UserException {
        received.add(new Received(address, message.getMessageID()));
        answers.pass();
        UserManager users = server.getUserManager();
        GreenMailUser known = users.getUserByEmail(address);
        return known != null ? known : users.createUser(address, address, "none");
    }

    private record Received(String address, String messageId) {}
}
