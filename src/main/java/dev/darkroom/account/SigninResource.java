package dev.darkroom.account;

import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
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

    private final Passwords passwords;
    private final Sessions sessions;
    private final ErrorResponses errors;
    private final BrowserRequest browser;

    SigninResource(Passwords passwords, Sessions sessions, ErrorResponses errors, BrowserRequest browser) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.errors = errors;
        this.browser = browser;
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

    /** @param to the page that the visitor wanted */
    @POST
    @Path("login")
    public Response signIn(
            @FormParam("j_username") @DefaultValue("") String email,
            @FormParam("j_password") @DefaultValue("") String password,
            @FormParam("to") String to) {
        Optional<User> user = User.findByEmail(email).filter(found -> passwords.matches(password, found.passwordHash));
        if (user.isEmpty()) {
            Problem wrong = new Problem(401, "Wrong email or password.");
            return errors.answer(wrong, form(email, to, wrong.detail()));
        }
        sessions.begin(user.get().id);
        return browser.redirect(SafeRedirect.localPage(to).orElse(URI.create("/photos")));
    }

    @POST
    @Path("logout")
    public Response signOut() {
        sessions.end();
        return browser.redirect(URI.create("/"));
    }

    private static TemplateInstance form(String email, String to, String problem) {
        return Templates.login(
                email, SafeRedirect.localPage(to).map(URI::toString).orElse(null), problem);
    }
}
