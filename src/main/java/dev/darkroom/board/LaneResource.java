package dev.darkroom.board;

import dev.darkroom.jobs.Labelled;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.LanePauses;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Pauses a lane in all processes, and resumes it. In the profile {@code closed}, only an operator may. */
@Path("/lanes/{lane}")
public class LaneResource {

    private final LanePauses lanes;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    LaneResource(LanePauses lanes, CurrentVisitor visitor, BrowserRequest browser) {
        this.lanes = lanes;
        this.visitor = visitor;
        this.browser = browser;
    }

    @POST
    @Path("/pause")
    public Response pause(String lane, HttpServerRequest request) {
        lanes.pause(find(lane), visitor.isSignedIn() ? visitor.email() : "a visitor");
        return browser.redirect(SafeRedirect.back(request));
    }

    @POST
    @Path("/resume")
    public Response resume(String lane, HttpServerRequest request) {
        lanes.resume(find(lane));
        return browser.redirect(SafeRedirect.back(request));
    }

    private Lane find(String label) {
        if (ClosedProfile.isClosed() && !visitor.isOperator()) {
            throw HttpRefusal.notFound();
        }
        return Labelled.find(Lane.values(), label).orElseThrow(HttpRefusal::notFound);
    }
}
