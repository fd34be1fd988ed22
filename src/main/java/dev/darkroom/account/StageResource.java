package dev.darkroom.account;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PreferencesResource;
import dev.darkroom.web.SimulatedDelays;
import dev.darkroom.web.StageShortcut;
import dev.darkroom.web.StageShortcut.StageReset;
import io.quarkus.arc.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stage: one click makes a throw-away visitor sign up. How long that took stands large, and behind it what goes on. */
@Path("/")
public class StageResource {

    private final Signup signup;
    private final Session session;
    private final StatusReader reader;
    private final StatusResponses answer;
    private final RequestTimes times;
    private final StageSettings settings;
    private final SimulatedDelays delays;
    private final List<StageShortcut.Source> experimenters;
    private final Event<StageReset> resets;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    StageResource(
            Signup signup,
            Session session,
            StatusReader reader,
            StatusResponses answer,
            RequestTimes times,
            StageSettings settings,
            SimulatedDelays delays,
            @All List<StageShortcut.Source> experimenters,
            Event<StageReset> resets,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.signup = signup;
        this.session = session;
        this.reader = reader;
        this.answer = answer;
        this.times = times;
        this.settings = settings;
        this.delays = delays;
        this.experimenters = experimenters;
        this.resets = resets;
        this.visitor = visitor;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance stage(
                List<Click> clicks,
                long axis,
                boolean moving,
                String query,
                List<StageShortcut> experiments,
                String simulated);
    }

    /** The last click in a mode, and what has happened behind it; nothing where there was none. */
    public record Click(String mode, StatusView status, List<JobTimeline> timeline) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response home(UriInfo asked) {
        return visitor.isSignedIn() && !isOnStage()
                ? Response.seeOther(URI.create("/photos")).build()
                : stage(asked);
    }

    @GET
    @Path("stage")
    @Produces(MediaType.TEXT_HTML)
    public Response stage(UriInfo asked) {
        List<Click> clicks = Arrays.stream(DispatchMode.values())
                .map(mode -> click(mode, asked.getQueryParameters().getFirst(mode.label())))
                .toList();
        List<StatusView> views = clicks.stream().map(Click::status).toList();
        boolean moving = views.stream().anyMatch(StatusView::moving);
        return Response.ok(Templates.stage(
                        clicks, StatusView.axis(views), moving, query(asked), experiments(), delays.smtpText()))
                .build();
    }

    @POST
    @Path("stage")
    public Response signSomeoneUp(UriInfo asked) {
        WelcomeMail mail = signup.signUpForAWhile(settings.visitorsLive());
        times.accepted(mail);
        WelcomeMail now = WelcomeMail.findById(mail.id);
        if (!visitor.isSignedIn() || isOnStage()) {
            session.begin(mail.recipient.id);
        }
        return audience.isBrowser() ? Response.seeOther(pageWith(now, asked)).build() : answer.accepted(now);
    }

    /** Empty as at the start: nobody is signed in, the mode is the default one, and what was broken is right again. */
    @POST
    @Path("stage/reset")
    public Response reset(HttpServerRequest request) {
        resets.fire(new StageReset());
        if (visitor.isSignedIn() && isOnStage()) {
            session.end();
        }
        return Response.seeOther(URI.create("/stage"))
                .cookie(PreferencesResource.forgetMode(request))
                .build();
    }

    @GET
    @Path("stage/{mail}/status")
    public Response status(UUID mail) {
        return answer.status(onStage(mail));
    }

    @GET
    @Path("stage/{mail}/timeline")
    @Produces(MediaType.APPLICATION_JSON)
    public List<JobTimeline> timeline(UUID mail) {
        return reader.timeline(onStage(mail));
    }

    /** Whoever has signed in here for good is not to be signed out by a click on the stage. */
    private boolean isOnStage() {
        return User.of(visitor.email()).filter(User::isThrowAway).isPresent();
    }

    private List<StageShortcut> experiments() {
        return experimenters.stream()
                .flatMap(source -> source.experiments().stream())
                .toList();
    }

    private Click click(DispatchMode mode, String mail) {
        return id(mail).flatMap(WelcomeMail::onStage)
                .filter(found -> found.processing().mode() == mode)
                .map(found -> new Click(mode.label(), reader.read(found), reader.timeline(found)))
                .orElse(new Click(mode.label(), StatusView.none(mode), List.of()));
    }

    private static String query(UriInfo asked) {
        String query = asked.getRequestUri().getRawQuery();
        return query == null ? "" : "?" + query;
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With the click in its mode's place, and the other modes' clicks as they were. */
    private static URI pageWith(WelcomeMail mail, UriInfo asked) {
        UriBuilder page = UriBuilder.fromPath("/stage");
        asked.getQueryParameters().forEach((mode, mails) -> page.queryParam(mode, mails.toArray()));
        return page.replaceQueryParam(mail.processing().mode().label(), mail.id).build();
    }

    private static WelcomeMail onStage(UUID mail) {
        return WelcomeMail.onStage(mail).orElseThrow(HttpRefusal::notFound);
    }
}
