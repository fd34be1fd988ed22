package dev.darkroom.tour;

import dev.darkroom.web.Deployment;
import dev.darkroom.web.NotThere;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The program's own source, a class a page. A view of internals: in a deployment there is none. */
@Path("/source")
public class SourceResource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance source(
                String name, String path, String method, List<SourceLine> lines, Integer first);
    }

    /** @param method whose lines are lit; all lines are there */
    @GET
    @Path("/{name: .+}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance source(String name, @QueryParam("method") @DefaultValue("") String method) {
        if (Deployment.isClosed()) {
            throw new NotThere();
        }
        Source source = Source.of(name).orElseThrow(NotThere::new);
        List<SourceLine> lines = source.lines(method);
        int first = lines.stream()
                .filter(SourceLine::lit)
                .mapToInt(SourceLine::number)
                .findFirst()
                .orElse(0);
        return Templates.source(source.name(), source.path(), method, lines, first);
    }
}
