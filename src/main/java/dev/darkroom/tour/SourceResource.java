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

/** Shows the source of one class per page. The profile {@code closed} has no such pages. */
@Path("/source")
public class SourceResource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance source(
                String title, String name, String path, List<SourceLine> lines, Integer first, Integer last, URI back);
    }

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
}
