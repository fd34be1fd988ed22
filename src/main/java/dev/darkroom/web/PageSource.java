package dev.darkroom.web;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Notes the resource method that answers, so that the page can link to its source. */
public class PageSource {

    private static final String WRITER = "darkroom.writer";

    @ServerRequestFilter
    public void note(SimpleResourceInfo resource, RoutingContext request) {
        request.put(WRITER, new Writer(name(resource.getResourceClass()), resource.getMethodName()));
    }

    static Writer of(RoutingContext request) {
        return request.get(WRITER);
    }

    /**
     * @param name the class as the source pages name it, such as {@code media/PhotoResource}
     */
    public record Writer(String name, String method) {}

    private static String name(Class<?> resource) {
        String feature = resource.getPackageName();
        return feature.substring(feature.lastIndexOf('.') + 1) + "/" + resource.getSimpleName();
    }
}
