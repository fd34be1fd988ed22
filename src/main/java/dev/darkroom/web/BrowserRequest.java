package dev.darkroom.web;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** Whether a browser or a program sent the request. Both use the same addresses and differ in {@code Accept}. */
@RequestScoped
public class BrowserRequest {

    private final RoutingContext request;

    BrowserRequest(RoutingContext request) {
        this.request = request;
    }

    public boolean isBrowser() {
        return isBrowser(request);
    }

    /** Browsers accept HTML; programs accept JSON or send no {@code Accept}. */
    public static boolean isBrowser(RoutingContext request) {
        return request.parsedHeaders().accept().stream().anyMatch(BrowserRequest::isHtml);
    }

    private static boolean isHtml(MIMEHeader type) {
        return type.weight() > 0
                && "text".equals(type.component())
                && ("html".equals(type.subComponent()) || "*".equals(type.subComponent()));
    }
}
