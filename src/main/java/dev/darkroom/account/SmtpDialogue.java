package dev.darkroom.account;

import dev.darkroom.account.MailSender.NotSent;
import dev.darkroom.account.MailSender.Refused;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Sends one mail by SMTP (RFC 5321). The step and the server's last reply decide what a failure means. */
class SmtpDialogue extends SMTPTransport {

    private static final int AUTHENTICATION_REQUIRED = 530;
    private static final Duration LIMIT_OF_THE_GOODBYE = Duration.ofSeconds(2);

    private enum Step {
        GREETING,
        SENDER,
        RECIPIENT,
        TEXT,
        FINAL_DOT,
        CONFIRMED
    }

    private final Duration replyLimit;
    private final long endNanos;

    private Socket socket;
    private Step step = Step.GREETING;
    private boolean goodbye;
    private int code;
    private String reply;

    /**
     * @param replyLimit the longest wait for a reply
     * @param totalLimit the longest wait for all replies together, from now on
     */
    SmtpDialogue(Session session, URLName server, Duration replyLimit, Duration totalLimit) {
        super(session, server);
        this.replyLimit = replyLimit;
        this.endNanos = System.nanoTime() + totalLimit.toNanos();
    }

    /**
     * Throws {@link Refused} or {@link NotSent} unless the server confirms the mail.
     *
     * @param connected a socket to the server
     */
    void send(Socket connected, MimeMessage mail) {
        socket = connected;
        try {
            connect(socket);
            sendMessage(mail, mail.getAllRecipients());
            close();
        } catch (MessagingException e) {
            if (step != Step.CONFIRMED) {
                throw failure(e);
            }
        }
    }

    /** Only a refusal of the recipient or the text is about this mail. Any other one is about our configuration. */
    private RuntimeException failure(MessagingException e) {
        if (code >= 400) {
            String message = "the mail server refused the mail: " + reply;
            boolean permanent = code >= 500 && code != AUTHENTICATION_REQUIRED && step.compareTo(Step.RECIPIENT) >= 0;
            return permanent ? new Refused(message, e) : new NotSent(message, e);
        }
        if (step == Step.FINAL_DOT) {
            return new NotSent("the mail server gave no reply; the mail may have been sent", e);
        }
        Throwable cause = ExceptionUtil.getRootCause(e);
        return cause instanceof SocketTimeoutException
                ? new NotSent("the mail server did not answer in time", e)
                : new NotSent("the mail server did not take the mail: " + cause.getMessage(), e);
    }

    @Override
    protected void mailFrom() throws MessagingException {
        step = Step.SENDER;
        super.mailFrom();
    }

    @Override
    protected void rcptTo() throws MessagingException {
        step = Step.RECIPIENT;
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        step = Step.TEXT;
        return super.data();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        step = Step.FINAL_DOT;
        super.finishData();
        step = Step.CONFIRMED;
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        goodbye = command.equals("RSET") || command.equals("QUIT");
        super.sendCommand(command);
    }

    /** After a refusal the client resets the dialogue. That reply changes nothing. */
    @Override
    protected int readServerResponse() throws MessagingException {
        if (goodbye) {
            limitTheWait(LIMIT_OF_THE_GOODBYE);
            return super.readServerResponse();
        }
        code = 0;
        limitTheWait(replyLimit);
        code = super.readServerResponse();
        reply = getLastServerResponse().strip();
        return code;
    }

    private void limitTheWait(Duration limit) throws MessagingException {
        try {
            long rest = (endNanos - System.nanoTime()) / 1_000_000;
            // 0 would be no limit.
            socket.setSoTimeout((int) Math.max(1, Math.min(limit.toMillis(), rest)));
        } catch (SocketException e) {
            throw new MessagingException("the connection is closed", e);
        }
    }
}
