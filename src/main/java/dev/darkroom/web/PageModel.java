package dev.darkroom.web;

import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.ProcessRun;
import io.quarkus.arc.All;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** What every page shows: the switch, who is signed in, and how long the last click took. */
@Named("page")
@RequestScoped
public class PageModel {

    private final DispatchChoice choice;
    private final CurrentVisitor visitor;
    private final Notices notices;
    private final List<MenuEntry> entries;
    private final ProcessRun process;
    private final RoutingContext request;

    PageModel(
            DispatchChoice choice,
            CurrentVisitor visitor,
            Notices notices,
            @All List<MenuEntry> entries,
            ProcessRun process,
            RoutingContext request) {
        this.choice = choice;
        this.visitor = visitor;
        this.notices = notices;
        this.entries = entries;
        this.process = process;
        this.request = request;
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
        return entries.stream().filter(MenuEntry::isOpen).toList();
    }

    /** The name of the process that answers. */
    public String getProcess() {
        return ClosedProfile.nameOf(process);
    }

    /** The method that answers, or null where none does. */
    public PageSource.Writer getWriter() {
        return PageSource.of(request);
    }

    /** Whether what is for learning only is here, such as the source. */
    public boolean isOpen() {
        return !ClosedProfile.isClosed();
    }

    public String getPath() {
        return request.normalizedPath();
    }

    /** Milliseconds that this page has taken so far. */
    public long getMillis() {
        return RequestTimer.millis(request);
    }

    /** The click before this page, or null. */
    public LastClick getLastClick() {
        Cookie cookie = request.request().getCookie(LastClick.COOKIE);
        return cookie == null ? null : LastClick.decode(cookie.getValue()).orElse(null);
    }
}
