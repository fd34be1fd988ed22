package dev.darkroom.tour;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The tour: nine claims, each with something to try, the lines that do it and the test that proves it. */
@Path("/tour")
@Priority(3)
@Singleton
public class TourResource implements MenuEntry {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance tour(StatusView none);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tour() {
        if (!isOpen()) {
            throw HttpRefusal.notFound();
        }
        return Templates.tour(StatusView.none(DispatchMode.DURABLE));
    }

    @Override
    public String path() {
        return "/tour";
    }

    @Override
    public String label() {
        return "Tour";
    }

    @Override
    public boolean isOpen() {
        return !ClosedProfile.isClosed();
    }

    /** @param reference to a method or constant, such as {@code jobs/Relay.mark} */
    @TemplateExtension(namespace = "source")
    static List<SourceLine> excerpt(String reference) {
        String[] parts = reference.split("\\.");
        List<SourceLine> lines = Source.find(parts[0]).orElseThrow().lines(parts[1]).stream()
                .filter(SourceLine::highlighted)
                .toList();
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(SourceLine::indent)
                .min()
                .orElse(0);
        return lines.stream().map(line -> line.outdented(indent)).toList();
    }
}
