package dev.darkroom.web;

import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Supplier;

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

    /** Answers a browser with a page, and a program with JSON. */
    public Response answer(Object json, Supplier<TemplateInstance> page) {
        return isBrowser()
                ? Response.ok(page.get(), MediaType.TEXT_HTML).build()
                : Response.ok(json, MediaType.APPLICATION_JSON).build();
    }

    /** Redirects a browser to the page, and answers a program without content. */
    public Response redirect(URI page) {
        return isBrowser()
                ? Response.seeOther(page).build()
                : Response.noContent().build();
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
