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
import java.util.List;

/** The program's own source, a class a page. A view of internals: in a deployment there is none. */
@Path("/source")
public class SourceResource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance source(
                String title, String name, String path, List<SourceLine> lines, Integer first, Integer last, URI back);
    }

    /** @param method whose lines are lit; all lines are there */
    @GET
    @Path("/{name: .+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance source(
            String name, @QueryParam("method") @DefaultValue("") String method, HttpServerRequest request) {
        if (ClosedProfile.isClosed()) {
            throw HttpRefusal.notFound();
        }
        Source source = Source.of(name).orElseThrow(HttpRefusal::notFound);
        List<SourceLine> lines = source.lines(method);
        List<Integer> lit =
                lines.stream().filter(SourceLine::lit).map(SourceLine::number).toList();
        String type = name.substring(name.lastIndexOf('/') + 1);
        return Templates.source(
                lit.isEmpty() ? type : type + "." + method,
                source.name(),
                source.path(),
                lines,
                lit.isEmpty() ? 0 : lit.get(0),
                lit.isEmpty() ? 0 : lit.get(lit.size() - 1),
                SafeRedirect.back(request));
    }
}
