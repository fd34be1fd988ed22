package dev.darkroom.tour;

import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.IntSummaryStatistics;
import java.util.List;

/** Shows the program's own source, one class a page. The profile {@code closed} has none. */
@Path("/source")
public class SourceResource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance source(
                String title, String name, String path, List<SourceLine> lines, Integer first, Integer last, URI back);
    }

    /** @param method whose lines are highlighted; the page has all lines */
    @GET
    @Path("/{name: .+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance source(
            String name, @QueryParam("method") @DefaultValue("") String method, HttpServerRequest request) {
        if (ClosedProfile.isClosed()) {
            throw HttpRefusal.notFound();
        }
        Source source = Source.find(name).orElseThrow(HttpRefusal::notFound);
        List<SourceLine> lines = source.lines(method);
        IntSummaryStatistics highlighted = lines.stream()
                .filter(SourceLine::highlighted)
                .mapToInt(SourceLine::number)
                .summaryStatistics();
        boolean none = highlighted.getCount() == 0;
        String type = name.substring(name.lastIndexOf('/') + 1);
        return Templates.source(
                none ? type : type + "." + method,
                name,
                source.path(),
                lines,
                none ? 0 : highlighted.getMin(),
                none ? 0 : highlighted.getMax(),
                SafeRedirect.back(request));
    }
}
