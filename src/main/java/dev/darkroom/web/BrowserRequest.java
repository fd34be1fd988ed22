package dev.darkroom.web;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** Whether a person or a program asks: one set of addresses serves both, and {@code Accept} tells them apart. */
@RequestScoped
public class BrowserRequest {

    private final RoutingContext request;

    BrowserRequest(RoutingContext request) {
        this.request = request;
    }

    public boolean isBrowser() {
        return isBrowser(request);
    }

    /** A browser names HTML; a program names JSON, or nothing. */
    public static boolean isBrowser(RoutingContext request) {
        return request.parsedHeaders().accept().stream().anyMatch(BrowserRequest::isHtml);
    }

    private static boolean isHtml(MIMEHeader type) {
        return type.weight() > 0
                && "text".equals(type.component())
                && ("html".equals(type.subComponent()) || "*".equals(type.subComponent()));
    }
}
