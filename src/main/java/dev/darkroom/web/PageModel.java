package dev.darkroom.web;

import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.Notices.Notice;
import dev.darkroom.web.RequestTimer.LastClick;
import io.quarkus.arc.All;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** The model of every page's layout: mode, visitor, notices, menu and times. Templates see it as {@code inject:page}. */
@Named("page")
@RequestScoped
public class PageModel {

    private final DispatchChoice choice;
    private final CurrentVisitor visitor;
    private final Notices notices;
    private final List<MenuSource> menu;
    private final ProcessRun process;
    private final RoutingContext request;

    PageModel(
            DispatchChoice choice,
            CurrentVisitor visitor,
            Notices notices,
            @All List<MenuSource> menu,
            ProcessRun process,
            RoutingContext request) {
        this.choice = choice;
        this.visitor = visitor;
        this.notices = notices;
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

    public String getMode() {
        return choice.mode().label();
    }

    public List<String> getModes() {
        return List.of(DispatchMode.values()).stream().map(DispatchMode::label).toList();
    }

    public CurrentVisitor getVisitor() {
        return visitor;
    }

    public List<Notice> getNotices() {
        return notices.now();
    }

    public List<MenuEntry> getEntries() {
        return menu.stream().flatMap(source -> source.entries().stream()).toList();
    }

    public String getProcess() {
        return ClosedProfile.nameOf(process);
    }

    /** The resource method that answers, or null. */
    public PageSource.Writer getWriter() {
        return PageSource.of(request);
    }

    /** Whether inbox, tour and source are served. */
    public boolean isOpen() {
        return !ClosedProfile.isClosed();
    }

    public String getPath() {
        return request.normalizedPath();
    }

    /** Milliseconds since the request for this page arrived. */
    public long getMillis() {
        return RequestTimer.millis(request);
    }

    /** The click before this page, or null. */
    public LastClick getLastClick() {
        Cookie cookie = request.request().getCookie(LastClick.COOKIE);
        return cookie == null ? null : LastClick.decode(cookie.getValue()).orElse(null);
    }
}
