package dev.darkroom.account;

import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PreferencesResource;
import dev.darkroom.web.SimulatedDelays;
import dev.darkroom.web.StageFaults;
import dev.darkroom.web.StageFaults.StageReset;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The stage, which is the first page: a click signs up a guest, and the page shows how long it took. The first guest is
 * signed in, and remains so: those after it remember it as their maker.
 */
@Path("/")
public class StageResource {

    private final DispatchChoice choice;
    private final Signup signup;
    private final Sessions sessions;
    private final StatusReader reader;
    private final StatusResponses responses;
    private final Settings settings;
    private final SimulatedDelays delays;
    private final StageFaults.Source faults;
    private final Event<StageReset> resets;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    StageResource(
            DispatchChoice choice,
            Signup signup,
            Sessions sessions,
            StatusReader reader,
            StatusResponses responses,
            Settings settings,
            SimulatedDelays delays,
            StageFaults.Source faults,
            Event<StageReset> resets,
            CurrentVisitor visitor,
            BrowserRequest browser) {
        this.choice = choice;
        this.signup = signup;
        this.sessions = sessions;
        this.reader = reader;
        this.responses = responses;
        this.settings = settings;
        this.delays = delays;
        this.faults = faults;
        this.resets = resets;
        this.visitor = visitor;
        this.browser = browser;
    }

    @ConfigMapping(prefix = "darkroom.stage")
    interface Settings {

        /** Time after which a guest is deleted, with all records, photos and mails. */
        @WithDefault("24h")
        Duration guestLifetime();

        /** Whether a starting process rehearses a sign-up. */
        @WithDefault("true")
        boolean warmUp();
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance stage(
                List<Click> clicks,
                long axis,
                boolean moving,
                String query,
                StageFaults faults,
                SimulatedDelays delays);
    }

    /** The last click in a mode, and its status; empty if there was none. */
    public record Click(String mode, StatusView status) {

        public String word() {
            return switch (status.phase()) {
                case "running" -> "sending";
                case "done" -> "complete";
                case "dead" -> "failed";
                default -> status.phase();
            };
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response home(UriInfo uri) {
        return hasAccount()
                ? Response.seeOther(URI.create("/photos")).build()
                : Response.ok(stage(uri)).build();
    }

    @GET
    @Path("stage")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance stage(UriInfo uri) {
        List<Click> clicks = Arrays.stream(DispatchMode.values())
                .map(mode -> click(mode, uri.getQueryParameters().getFirst(mode.label())))
                .toList();
        List<StatusView> views = clicks.stream().map(Click::status).toList();
        boolean moving = views.stream().anyMatch(StatusView::moving);
        String query = uri.getRequestUri().getRawQuery();
        return Templates.stage(
                clicks, StatusView.axis(views), moving, query, faults.faults().orElse(null), delays);
    }

    @POST
    @Path("stage")
    public Response signUpGuest(UriInfo uri) {
        UUID maker = visitor.isSignedIn() ? visitor.id() : null;
        WelcomeMail mail = signup.signUpGuest(settings.guestLifetime(), maker);
        if (maker == null) {
            sessions.begin(mail.recipient.id);
        }
        // Replaces the click of this mode in the page's query, and keeps the others.
        URI page = with(uri.getRequestUriBuilder(), mail).build();
        Response response = responses.accepted(mail, page.toString());
        // The page also shows an inline failure.
        return browser.isBrowser() ? Response.seeOther(page).build() : response;
    }

    /** Signs up a guest in each mode, one after the other. The page's script sends three requests at once instead. */
    @POST
    @Path("stage/all")
    public Response signUpThreeGuests(UriInfo uri) {
        UUID maker = maker();
        UriBuilder page = uri.getRequestUriBuilder().replacePath("stage");
        for (DispatchMode mode : List.of(DispatchMode.DURABLE, DispatchMode.VOLATILE, DispatchMode.INLINE)) {
            choice.choose(mode);
            WelcomeMail mail = signup.signUpGuest(settings.guestLifetime(), maker);
            responses.accepted(mail, "/stage");
            with(page, mail);
        }
        return Response.seeOther(page.build()).build();
    }

    /** Begins the session of a guest, unless there is one, so that several clicks at once have one maker. */
    @POST
    @Path("stage/guest")
    public void signInGuest() {
        maker();
    }

    /** Starts over: signs the guest out, resets the mode, and repairs what the lab broke. */
    @POST
    @Path("stage/reset")
    public Response reset(HttpServerRequest request) {
        resets.fire(new StageReset());
        if (!hasAccount()) {
            sessions.end();
        }
        PreferencesResource.forgetMode(request);
        return Response.seeOther(URI.create("/stage")).build();
    }

    @GET
    @Path("stage/{mail}/status")
    public Response status(UUID mail) {
        return responses.status(find(mail));
    }

    @GET
    @Path("stage/{mail}/timeline")
    @Produces(MediaType.APPLICATION_JSON)
    public List<JobTimeline.Row> timeline(UUID mail) {
        return reader.timeline(find(mail));
    }

    /** Whether the visitor has an account that is not a guest's. A click on the stage must not sign it out. */
    private boolean hasAccount() {
        return visitor.isSignedIn()
                && User.findByEmail(visitor.email())
                        .filter(user -> !user.isGuest())
                        .isPresent();
    }

    private Click click(DispatchMode mode, String mail) {
        return id(mail).flatMap(WelcomeMail::findOfGuest)
                .filter(found -> found.work().mode() == mode)
                .map(found -> new Click(mode.label(), reader.read(found)))
                .orElse(new Click(mode.label(), StatusView.none(mode)));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The signed-in visitor, or a new guest, who is signed in. */
    private UUID maker() {
        if (visitor.isSignedIn()) {
            return visitor.id();
        }
        UUID guest = signup.addGuest(settings.guestLifetime()).id;
        sessions.begin(guest);
        return guest;
    }

    private static UriBuilder with(UriBuilder page, WelcomeMail mail) {
        return page.replaceQueryParam(mail.work().mode().label(), mail.id);
    }

    private static WelcomeMail find(UUID mail) {
        return WelcomeMail.findOfGuest(mail).orElseThrow(HttpRefusal::notFound);
    }
}
