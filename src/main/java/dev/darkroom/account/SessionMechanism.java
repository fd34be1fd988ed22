package dev.darkroom.account;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads who is asking from the session's cookie. A person without one is led to the form, a program gets 401. */
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {

    private static final ChallengeData UNAUTHORIZED = new ChallengeData(401);
    private static final ChallengeData TO_THE_FORM = new ChallengeData(302, HttpHeaders.LOCATION, "/login");

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        return Session.of(request.request())
                .map(token -> identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(token, request)))
                .orElseGet(() -> Uni.createFrom().nullItem())
                // Whose session is over is a stranger again, and not refused on every page.
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        boolean browser = accept != null && accept.contains("text/html");
        return Uni.createFrom().item(browser ? TO_THE_FORM : UNAUTHORIZED);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(SessionToken.class);
    }
}
