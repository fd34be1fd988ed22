package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Addresses at which a deployment has nothing, whoever asks: asked before anybody is asked to sign in. */
public class ShutAddresses {

    private static final String COMPANY = "/gateway";
    private static final String LEDGER = COMPANY + "/ledger";

    private static final List<String> FOR_LEARNING = List.of("/inbox", "/tour", "/source");
    private static final List<String> LAB = List.of("/lab", "/compare");

    private final boolean mock;
    private final boolean lab;

    ShutAddresses(
            @ConfigProperty(name = "darkroom.gateway.mock") boolean mock,
            @ConfigProperty(name = "darkroom.lab.enabled", defaultValue = "true") boolean lab) {
        this.mock = mock;
        this.lab = lab;
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

    /** A company that is a mock must be wanted, and in a deployment keeps its books shut: but for whoever knows a key. */
    private boolean isShut(String path) {
        return isBelow(path, COMPANY) && !mock
                || LAB.stream().anyMatch(place -> isBelow(path, place)) && !lab
                || ClosedProfile.isClosed() && isForLearning(path);
    }

    private static boolean isForLearning(String path) {
        return path.equals(LEDGER) || FOR_LEARNING.stream().anyMatch(place -> isBelow(path, place));
    }

    private static boolean isBelow(String path, String place) {
        return path.equals(place) || path.startsWith(place + "/");
    }
}
