package dev.darkroom.web;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** The color theme: the visitor's choice, or the system's. */
@Named("theme")
@RequestScoped
public class Theme {

    static final String COOKIE = "theme";

    /** The first one is the default. */
    private static final List<String> NAMES = List.of("auto", "dark", "light");

    private final RoutingContext request;

    Theme(RoutingContext request) {
        this.request = request;
    }

    static boolean isKnown(String name) {
        return name != null && NAMES.contains(name);
    }

    public String getName() {
        Cookie cookie = request.request().getCookie(COOKIE);
        return cookie != null && isKnown(cookie.getValue()) ? cookie.getValue() : NAMES.get(0);
    }

    /** The theme that the switch changes to. */
    public String getNext() {
        return NAMES.get((NAMES.indexOf(getName()) + 1) % NAMES.size());
    }
}
