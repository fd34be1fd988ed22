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

    InboxResource(
            @ConfigProperty(name = "darkroom.inbox") Optional<java.nio.file.Path> folder,
            StatusReader statuses,
            CurrentVisitor visitor,
            BrowserRequest browser) {
        this.inbox = folder.map(MailFolder::new);
        this.statuses = statuses;
        this.visitor = visitor;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance inbox(List<ReceivedMail> mails, boolean embedded, StatusView welcome);
    }

    @GET
    public Response inbox() {
        List<ReceivedMail> mails = inbox.map(box -> box.of(visitor.email())).orElse(List.of());
        return browser.isBrowser()
                ? Response.ok(page(mails)).type(MediaType.TEXT_HTML).build()
                : Response.ok(mails).type(MediaType.APPLICATION_JSON).build();
    }

    private TemplateInstance page(List<ReceivedMail> mails) {
        StatusView welcome =
                WelcomeMail.findLatest(visitor.id()).map(statuses::read).orElse(null);
        return Templates.inbox(mails, inbox.isPresent(), welcome);
    }
}
