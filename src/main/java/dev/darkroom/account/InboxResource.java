package dev.darkroom.account;

import dev.darkroom.embedded.MailFolder;
import dev.darkroom.embedded.MailFolder.ReceivedMail;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Shows visitors the mail that the embedded server received for them. */
@Path("/inbox")
@Authenticated
public class InboxResource {

    private final Optional<MailFolder> inbox;
    private final StatusReader statuses;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    InboxResource(Optional<MailFolder> inbox, StatusReader statuses, CurrentVisitor visitor, BrowserRequest browser) {
        this.inbox = inbox;
        this.statuses = statuses;
        this.visitor = visitor;
        this.browser = browser;
    }

    /** The mails that the embedded server received; empty if mail goes to an external server. */
    @Produces
    static Optional<MailFolder> embeddedInbox(
            @ConfigProperty(name = "darkroom.inbox") Optional<java.nio.file.Path> folder) {
        return folder.map(MailFolder::new);
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance inbox(List<ReceivedMail> mails, boolean embedded, StatusView welcome);
    }

    @GET
    public Response inbox() {
        List<ReceivedMail> mails = inbox.map(box -> box.of(visitor.email())).orElse(List.of());
        if (!browser.isBrowser()) {
            return Response.ok(mails, MediaType.APPLICATION_JSON).build();
        }
        StatusView welcome =
                WelcomeMail.findLatest(visitor.id()).map(statuses::read).orElse(null);
        return Response.ok(Templates.inbox(mails, inbox.isPresent(), welcome), MediaType.TEXT_HTML)
                .build();
    }
}
