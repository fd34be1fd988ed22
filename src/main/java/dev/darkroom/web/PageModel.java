package dev.darkroom.web;

import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.RequestTimer.LastClick;
import io.quarkus.arc.All;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** The model of every page's layout: mode, color theme, menu and times. Templates see it as {@code inject:page}. */
@Named("page")
@RequestScoped
public class PageModel {

    /** The first one is the default. */
    static final List<String> THEMES = List.of("auto", "dark", "light");

    private final DispatchChoice choice;
    private final List<MenuSource> menu;
    private final ProcessRun process;
    private final RoutingContext request;
    private Source source;

    PageModel(DispatchChoice choice, @All List<MenuSource> menu, ProcessRun process, RoutingContext request) {
        this.choice = choice;
        this.menu = menu;
        this.process = process;
        this.request = request;
    }

    /** A link in the menu. */
    public record MenuEntry(String path, String label) {}

    /** A feature with pages in the menu. The source with the highest bean priority comes first. */
    public interface MenuSource {

        /** Returns the entries that this visitor may open. */
        List<MenuEntry> entries();
    }

    /** @param name the class as the source pages name it, such as {@code media/PhotoResource} */
    public record Source(String name, String method) {}

    public String getMode() {
        return choice.mode().label();
    }

    public List<String> getModes() {
        return Stream.of(DispatchMode.values()).map(DispatchMode::label).toList();
    }

    public String getTheme() {
        Cookie cookie = request.request().getCookie(PreferencesResource.THEME);
        return cookie != null && THEMES.contains(cookie.getValue()) ? cookie.getValue() : THEMES.get(0);
    }

    /** The theme that the switch changes to. */
    public String getNextTheme() {
        return THEMES.get((THEMES.indexOf(getTheme()) + 1) % THEMES.size());
    }

    public List<MenuEntry> getEntries() {
        return menu.stream().flatMap(source -> source.entries().stream()).toList();
    }

    public String getProcess() {
        return ClosedProfile.nameOf(process);
    }

    /** The process id of the operating system, or null in a deployment. */
    public Long getPid() {
        return ClosedProfile.pid();
    }

    @ServerRequestFilter
    public void noteSource(SimpleResourceInfo resource) {
        String name = resource.getResourceClass()
                .getName()
                .replace("dev.darkroom.", "")
                .replace('.', '/');
        source = new Source(name, resource.getMethodName());
    }

    /** The resource method that answers, or null. */
    public Source getSource() {
        return source;
    }

    /** Whether inbox, tour and source are served. */
    public boolean isOpen() {
        return !ClosedProfile.isClosed();
    }

    public String getPath() {
        return request.normalizedPath();
    }

    /** How long a lease lasts after a sign of life, in milliseconds. */
    public long getLease() {
        return process.lease().toMillis();
    }

    public long getMillis() {
        return RequestTimer.millis(request);
    }

    /** The click before this page, or null. */
    public LastClick getLastClick() {
        Cookie cookie = request.request().getCookie(LastClick.COOKIE);
        return cookie == null ? null : LastClick.decode(cookie.getValue());
    }
}
