package dev.darkroom.embedded;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;

/** A real SMTP server inside the process, which writes every mail to the {@link MailFolder}. */
record SmtpServer(GreenMail server) implements AutoCloseable {

    static SmtpServer start(MailFolder inbox) {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        server.getUserManager().setMessageDeliveryHandler((message, address) -> keep(server, inbox, message, address));
        return new SmtpServer(server);
    }

    int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Runs before the SMTP reply, so that every accepted mail is on disk. The server needs a user for each address. */
    private static GreenMailUser keep(GreenMail server, MailFolder inbox, MovingMessage message, MailAddress address)
            throws MessagingException {
        try {
            inbox.keep(address.getEmail(), message.getMessage());
        } catch (IOException e) {
            throw new MessagingException("the mail cannot be stored", e);
        }
        return server.setUser(address.getEmail(), address.getEmail(), "none");
    }
}
