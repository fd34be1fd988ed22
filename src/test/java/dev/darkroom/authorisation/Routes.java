package dev.darkroom.authorisation;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** The routes that the running program has, whatever the table says. */
final class Routes {

    private Routes() {}

    /** Method and path; a parameter without its pattern. */
    static Set<String> ofTheRunningProgram() {
        Set<String> routes = new TreeSet<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "/", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        routes.add(method + " " + path.replaceAll("\\{(\\w+):[^}]*}", "{$1}"));
                    }
                });
        return routes;
    }
}
