package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import dev.darkroom.embedded.MailFolder.ReceivedMail;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The visitor's mail: what the embedded server received, the status of the welcome mail, and sending it again. */
@Path("/")
@Authenticated
public class InboxResource {

    private static final int LATEST = 50;

    private final Optional<MailFolder> inbox;
    private final Signup signup;
    private final StatusReader statuses;
    private final StatusResponses responses;
    private final SimulatedDelays delays;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    InboxResource(
            Optional<MailFolder> inbox,
            Signup signup,
            StatusReader statuses,
            StatusResponses responses,
            SimulatedDelays delays,
            CurrentVisitor visitor,
            BrowserRequest browser) {
        this.inbox = inbox;
        this.signup = signup;
        this.statuses = statuses;
        this.responses = responses;
        this.delays = delays;
        this.visitor = visitor;
        this.browser = browser;
    }

    /** The mails that the embedded server received; empty if mail goes to an external server. */
    @Produces
    static Optional<MailFolder> embeddedInbox(
            @ConfigProperty(name = "darkroom.inbox") Optional<java.nio.file.Path> folder) {
        return folder.map(MailFolder::new);
    }

    @Produces
    static RecordSource welcomeMails(Optional<MailFolder> inbox) {
        return new RecordSource(
                "mails",
                SendWelcomeMail.KIND,
                "sent the mail",
                WelcomeMail::findVisible,
                WelcomeMail::findLatest,
                id -> inbox.flatMap(
                        box -> WelcomeMail.<WelcomeMail>findByIdOptional(id).map(mail -> received(box, mail))),
                WelcomeMail::findLatest);
    }

    private static Effects received(MailFolder inbox, WelcomeMail mail) {
        long count = inbox.of(mail.recipient.email).stream()
                .filter(received -> mail.messageId().equals(received.messageId()))
                .count();
        return new Effects(count, 1, "mails in the inbox, with one Message-ID");
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance inbox(Inbox inbox, boolean embedded, String simulated);
    }

    /** @param mail the number of the entry that a page shows in full, and {@code copy} of its copy */
    @GET
    @Path("inbox")
    public Response inbox(@QueryParam("mail") int mail, @QueryParam("copy") int copy) {
        List<ReceivedMail> received = inbox.map(this::visibleMails).orElse(List.of());
        return browser.answer(
                received,
                () -> Templates.inbox(Inbox.of(sent(), received, mail, copy), inbox.isPresent(), delays.smtpText()));
    }

    private Map<String, StatusView> sent() {
        Map<String, StatusView> sent = new LinkedHashMap<>();
        statuses.read(
                WelcomeMail.findLatest(visitor.id(), LATEST), (mail, status) -> sent.put(mail.messageId(), status));
        return sent;
    }

    private List<ReceivedMail> visibleMails(MailFolder folder) {
        return User.emailsVisibleTo(visitor.id()).stream()
                .flatMap(address -> folder.of(address).stream())
                .sorted(Comparator.comparing(ReceivedMail::receivedAt).reversed())
                .limit(MailFolder.LATEST)
                .toList();
    }

    @GET
    @Path("me/status")
    public Response status() {
        return responses.status(WelcomeMail.findLatest(visitor.id()).orElseThrow(HttpRefusal::notFound));
    }

    @POST
    @Path("me/welcome")
    public Response sendAgain() {
        return responses.accepted(signup.sendAgain(visitor.id()), ClosedProfile.isClosed() ? "/photos" : "/inbox");
    }
}
