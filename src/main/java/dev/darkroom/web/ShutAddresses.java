package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Addresses at which a deployment has nothing, whoever asks: asked before anybody is asked to sign in. */
public class ShutAddresses {

    private static final String COMPANY = "/gateway";

    private final boolean mock;

    ShutAddresses(@ConfigProperty(name = "darkroom.gateway.mock") boolean mock) {
        this.mock = mock;
    }

    @ServerRequestFilter(preMatching = true)
    public void refuse(ContainerRequestContext request) {
        if (isShut(plain(request.getUriInfo().getPath()))) {
            throw new NotThere();
        }
    }

    /** As the router reads it: without what follows a semicolon, and without slashes that say nothing. */
    private static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("/+", "/").replaceAll("(.)/$", "$1");
    }

    /** The embedded mail server's inbox is for learning; a company that is a mock must be wanted, and keeps its books shut. */
    private boolean isShut(String path) {
        return isBelow(path, COMPANY) && !mock
                || Deployment.isClosed() && (isBelow(path, "/inbox") || path.equals(COMPANY + "/ledger"));
    }

    private static boolean isBelow(String path, String place) {
        return path.equals(place) || path.startsWith(place + "/");
    }
}
