package dev.darkroom.tour;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import dev.darkroom.web.PageModel.MenuSource;
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

/** The tour: nine claims, each with something to try, the source lines behind it and a test. */
@Path("/tour")
@Priority(2)
@Singleton
public class TourResource implements MenuSource {

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance tour(StatusView none);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tour() {
        if (ClosedProfile.isClosed()) {
            throw HttpRefusal.notFound();
        }
        return Templates.tour(StatusView.none(DispatchMode.DURABLE));
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
