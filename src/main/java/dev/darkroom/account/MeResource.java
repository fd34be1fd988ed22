package dev.darkroom.account;

import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The visitor's own account: the welcome mail's status, and sending it again. */
@Path("/me")
@Authenticated
public class MeResource {

    private final Signup signup;
    private final StatusResponses answer;
    private final RequestTimes times;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    MeResource(
            Signup signup,
            StatusResponses answer,
            RequestTimes times,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.signup = signup;
        this.answer = answer;
        this.times = times;
        this.visitor = visitor;
        this.audience = audience;
    }

    @GET
    @Path("/status")
    public Response status() {
        return answer.status(WelcomeMail.findLatest(visitor.id()).orElseThrow(HttpRefusal::notFound));
    }

    @POST
    @Path("/welcome")
    public Response sendAgain() {
        WelcomeMail mail = signup.sendAgain(visitor.id());
        times.accepted(mail);
        WelcomeMail now = WelcomeMail.findById(mail.id);
        return audience.isBrowser() && !now.processing().hasFailedInline()
                ? Response.seeOther(URI.create(ClosedProfile.isClosed() ? "/photos" : "/inbox"))
                        .build()
                : answer.accepted(now);
    }
}
