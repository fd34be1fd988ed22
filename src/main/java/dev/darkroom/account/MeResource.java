package dev.darkroom.account;

import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The visitor's own account: the welcome mail's status, and sending it again. */
@Path("/me")
@Authenticated
public class MeResource {

    private final Signup signup;
    private final StatusResponses responses;
    private final CurrentVisitor visitor;

    MeResource(Signup signup, StatusResponses responses, CurrentVisitor visitor) {
        this.signup = signup;
        this.responses = responses;
        this.visitor = visitor;
    }

    @GET
    @Path("/status")
    public Response status() {
        return responses.status(WelcomeMail.findLatest(visitor.id()).orElseThrow(HttpRefusal::notFound));
    }

    @POST
    @Path("/welcome")
    public Response sendAgain() {
        return responses.accepted(signup.sendAgain(visitor.id()), ClosedProfile.isClosed() ? "/photos" : "/inbox");
    }
}
