package dev.darkroom.tour;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.PageModel.MenuEntry;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The tour: each claim, something to try, the lines that do it, the test that proves it. */
@Path("/tour")
@Priority(3)
@Singleton
public class TourResource implements MenuEntry {

    private final Tour tour;

    TourResource(Tour tour) {
        this.tour = tour;
    }

    @CheckedTemplate(basePath = "tour")
    static class Templates {
        static native TemplateInstance tour(List<TourPart> parts, StatusView none);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tour() {
        if (!isOpen()) {
            throw HttpRefusal.notFound();
        }
        return Templates.tour(tour.parts(), StatusView.none(DispatchMode.DURABLE));
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
}
