package dev.darkroom.account;

import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/** Signing in and out. */
@Path("/")
public class SigninResource {

    private static final String WRONG = "The address and the password do not belong together.";

    private final Passwords passwords;
    private final Session session;
    private final ErrorResponses refusals;
    private final BrowserRequest audience;

    SigninResource(Passwords passwords, Session session, ErrorResponses refusals, BrowserRequest audience) {
        this.passwords = passwords;
        this.session = session;
        this.refusals = refusals;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance login(String email, String to, String problem);
    }

    @GET
    @Path("login")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance form(@QueryParam("to") String to) {
        return form("", to, null);
    }

    @POST
    @Path("login")
    public Response signIn(
            @FormParam("j_username") String address,
            @FormParam("j_password") String password,
            @FormParam("to") String to) {
        String email = address == null ? "" : User.normal(address);
        Optional<User> user = passwords.owner(email, password == null ? "" : password);
        if (user.isEmpty()) {
            return wrong(email, to);
        }
        session.begin(user.get().id);
        return audience.isBrowser()
                ? Response.seeOther(SafeRedirect.localPage(to).orElse(URI.create("/photos")))
                        .build()
                : Response.noContent().build();
    }

    @POST
    @Path("logout")
    public Response signOut() {
        session.end();
        Response.ResponseBuilder answer =
                audience.isBrowser() ? Response.seeOther(URI.create("/")) : Response.noContent();
        // Who comes next must not find with "Back" what was shown before.
        return answer.header("Clear-Site-Data", "\"cache\"").build();
    }

    private Response wrong(String email, String to) {
        return audience.isBrowser()
                ? Response.status(401)
                        .entity(form(email, to, WRONG))
                        .type(MediaType.TEXT_HTML)
                        .build()
                : refusals.answer(new Problem(401, WRONG));
    }

    /** @param to the page that the visitor wanted, to be led back to it; null where it was this one */
    private static TemplateInstance form(String email, String to, String problem) {
        return Templates.login(
                email, SafeRedirect.localPage(to).map(URI::toString).orElse(null), problem);
    }
}
