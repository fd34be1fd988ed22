package dev.darkroom.account;

import dev.darkroom.web.Audience;
import dev.darkroom.web.Problem;
import dev.darkroom.web.Refusals;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.PasswordCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Signing in and out. */
@Path("/")
public class SigninResource {

    private static final String WRONG = "The address and the password do not belong together.";

    private final IdentityProviderManager identities;
    private final Session session;
    private final Refusals refusals;
    private final Audience audience;

    SigninResource(IdentityProviderManager identities, Session session, Refusals refusals, Audience audience) {
        this.identities = identities;
        this.session = session;
        this.refusals = refusals;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance login(String email, String problem);
    }

    @GET
    @Path("login")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance form() {
        return Templates.login("", null);
    }

    @POST
    @Path("login")
    public Response signIn(@FormParam("j_username") String address, @FormParam("j_password") String password) {
        String email = address == null ? "" : User.normal(address);
        if (!isRight(email, password)) {
            return wrong(email);
        }
        session.begin(email);
        return audience.isBrowser()
                ? Response.seeOther(URI.create("/photos")).build()
                : Response.noContent().build();
    }

    @POST
    @Path("logout")
    public Response signOut() {
        session.end();
        return audience.isBrowser()
                ? Response.seeOther(URI.create("/")).build()
                : Response.noContent().build();
    }

    private boolean isRight(String email, String password) {
        try {
            identities.authenticateBlocking(new UsernamePasswordAuthenticationRequest(
                    email, new PasswordCredential((password == null ? "" : password).toCharArray())));
            return true;
        } catch (AuthenticationFailedException e) {
            return false;
        }
    }

    private Response wrong(String email) {
        return audience.isBrowser()
                ? Response.status(401)
                        .entity(Templates.login(email, WRONG))
                        .type(MediaType.TEXT_HTML)
                        .build()
                : refusals.answer(new Problem(401, WRONG));
    }
}
