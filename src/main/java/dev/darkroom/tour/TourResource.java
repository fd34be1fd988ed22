package dev.darkroom.tour;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import dev.darkroom.web.PageModel.MenuSource;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;

/**
 * The tour: nine claims, each with something to try, the source lines behind it and a test; and the pages that show a class.
 * {@link ClosedProfile} refuses both in a deployment.
 */
@Path("/")
@Priority(2)
@Singleton
public class TourResource implements MenuSource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance tour(StatusView none);

        static native TemplateInstance source(
                String title, String name, String path, List<SourceLine> lines, Integer first, Integer last, URI back);
    }

    @GET
    @Path("tour")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tour() {
        return Templates.tour(StatusView.none(DispatchMode.DURABLE));
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
        boolean none = highlighted.isEmpty();
        String type = name.substring(name.lastIndexOf('/') + 1);
        return Templates.source(
                none ? type : type + "." + method,
                name,
                source.path(),
                lines,
                none ? 0 : highlighted.get(0).number(),
                none ? 0 : highlighted.get(highlighted.size() - 1).number(),
                SafeRedirect.back(request));
    }

    @Override
    public List<MenuEntry> entries() {
        return ClosedProfile.isClosed() ? List.of() : List.of(new MenuEntry("/tour", "Tour"));
    }

    /** Returns the lines of a method or constant, such as {@code jobs/Relay.pick}. */
    @TemplateExtension(namespace = "source")
    static List<SourceLine> excerpt(String reference) {
        String[] parts = reference.split("\\.");
        return Source.find(parts[0]).orElseThrow().outdented().lines(parts[1]).stream()
                .filter(SourceLine::highlighted)
                .toList();
    }
}
