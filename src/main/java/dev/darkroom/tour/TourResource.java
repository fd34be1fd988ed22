package dev.darkroom.tour;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.tour.TourProgress.Kill;
import dev.darkroom.tour.TourProgress.Progress;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import dev.darkroom.web.PageModel.MenuSource;
import dev.darkroom.web.SafeRedirect;
import dev.darkroom.web.SiteCookie;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tour: nine claims, each with a question, something to try, the source lines behind it and a test; and the pages that
 * show a class. {@link ClosedProfile} refuses both in a deployment.
 */
@Path("/")
@Priority(2)
@Singleton
public class TourResource implements MenuSource {

    private static final String KILL = "tour-kill";
    private static final Duration KILL_KEPT = Duration.ofDays(1);

    private final TourProgress progress;
    private final ProcessRun process;
    private final BrowserRequest browser;

    TourResource(TourProgress progress, ProcessRun process, BrowserRequest browser) {
        this.progress = progress;
        this.process = process;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        /** @param answer the place of the visitor's answer, or null */
        static native TemplateInstance stop(
                TourStop stop,
                List<TourStop> stops,
                List<Progress> all,
                Progress progress,
                Integer answer,
                String intent);

        static native TemplateInstance source(
                String title, String name, String path, List<SourceLine> lines, Integer first, Integer last, URI back);
    }

    @GET
    @Path("tour")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tour(@QueryParam("answer") Integer answer, HttpServerRequest request) {
        return stop(1, answer, request);
    }

    @GET
    @Path("tour/{stop: [1-9]}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance stop(int stop, @QueryParam("answer") Integer answer, HttpServerRequest request) {
        List<Progress> all = progress.of(Itinerary.STOPS, kill(request));
        TourStop shown = Itinerary.STOPS.get(stop - 1);
        String intent = UUID.randomUUID().toString();
        return Templates.stop(shown, Itinerary.STOPS, all, all.get(stop - 1), answer, intent);
    }

    /** Whether the visitor has reached the goals of a stop, with the records that show it. The page polls it. */
    @GET
    @Path("tour/{stop: [1-9]}/goals")
    @Produces(MediaType.APPLICATION_JSON)
    public Progress goals(int stop, HttpServerRequest request) {
        return progress.of(List.of(Itinerary.STOPS.get(stop - 1)), kill(request))
                .get(0);
    }

    /** Notes in a cookie that the visitor kills this process now: a kill before a commit leaves no other trace. */
    @POST
    @Path("tour/kill")
    public Response noteKill(HttpServerRequest request) {
        SiteCookie.set(request, KILL, process.id() + "." + process.now().toEpochMilli(), KILL_KEPT);
        return browser.redirect(SafeRedirect.back(request));
    }

    @GET
    @Path("source/{name: .+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance source(
            String name, @QueryParam("method") @DefaultValue("") String method, HttpServerRequest request) {
        Source source = Source.find(name).orElseThrow(HttpRefusal::notFound);
        List<SourceLine> lines = source.lines(method);
        List<SourceLine> highlighted =
                lines.stream().filter(SourceLine::highlighted).toList();
        String type = name.substring(name.lastIndexOf('/') + 1);
        String title = highlighted.isEmpty() ? type : type + "." + method;
        int first = highlighted.stream().mapToInt(SourceLine::number).min().orElse(0);
        int last = highlighted.stream().mapToInt(SourceLine::number).max().orElse(0);
        return Templates.source(title, name, source.path(), lines, first, last, SafeRedirect.back(request));
    }

    @Override
    public List<MenuEntry> entries() {
        return ClosedProfile.isClosed() ? List.of() : List.of(new MenuEntry("/tour", "Tour"));
    }

    /** The kill that the cookie notes; empty if it is not readable. */
    private static Optional<Kill> kill(HttpServerRequest request) {
        try {
            return Optional.ofNullable(request.getCookie(KILL))
                    .map(Cookie::getValue)
                    .map(value -> value.split("\\.", 2))
                    .map(parts -> new Kill(UUID.fromString(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1]))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
