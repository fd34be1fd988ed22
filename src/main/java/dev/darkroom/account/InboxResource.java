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
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The visitor's mail: what the embedded server received, the status of the welcome mail, and sending it again. */
@Path("/")
@Authenticated
public class InboxResource {

    private final Optional<MailFolder> inbox;
    private final Signup signup;
    private final StatusReader statuses;
    private final StatusResponses responses;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    InboxResource(
            Optional<MailFolder> inbox,
            Signup signup,
            StatusReader statuses,
            StatusResponses responses,
            CurrentVisitor visitor,
            BrowserRequest browser) {
        this.inbox = inbox;
        this.signup = signup;
        this.statuses = statuses;
        this.responses = responses;
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
                (ids, owner) -> WelcomeMail.list("id in ?1 and recipient.id = ?2", ids, owner),
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
        static native TemplateInstance inbox(List<ReceivedMail> mails, boolean embedded, StatusView welcome);
    }

    @GET
    @Path("inbox")
    public Response inbox() {
        List<ReceivedMail> mails = inbox.map(box -> box.of(visitor.email())).orElse(List.of());
        return browser.answer(
                mails, () -> Templates.inbox(mails, inbox.isPresent(), statuses.latestNotable(visitor.id())));
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
