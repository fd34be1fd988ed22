package dev.darkroom.web;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods an address takes: {@code 405} has to say so (RFC 9110, section 15.5.6), and the REST layer does not. */
@Singleton
class Methods {

    private final Map<String, RequestMapper<String>> routes;

    Methods() {
        Map<String, ArrayList<RequestPath<String>>> paths = new TreeMap<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        paths.computeIfAbsent(method, one -> new ArrayList<>())
                                .add(new RequestPath<>(false, new URITemplate(path, false), path));
                    }
                });
        routes = paths.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, method -> new RequestMapper<>(method.getValue())));
    }

    /** As {@code Allow} lists them; empty for an address that takes none. */
    String of(String path) {
        Set<String> methods = new TreeSet<>();
        routes.forEach((method, mapper) -> {
            RequestMatch<String> match = mapper.map(path);
            if (match != null && match.remaining.isEmpty()) {
                methods.add(method);
            }
        });
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return String.join(", ", methods);
    }
}
