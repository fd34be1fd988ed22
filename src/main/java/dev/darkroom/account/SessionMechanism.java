package dev.darkroom.account;

import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads who is asking from the session's cookie. A person without one is led to the form, a program gets 401. */
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {

    private static final ChallengeData UNAUTHORIZED = new ChallengeData(401);
    private static final String FORM = "/login";

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
        return Uni.createFrom().item(BrowserRequest.isBrowser(request) ? toTheForm(request.request()) : UNAUTHORIZED);
    }

    /** With the way back, if it is to a page: to what would change something there is none. */
    private static ChallengeData toTheForm(HttpServerRequest request) {
        Optional<URI> page =
                HttpMethod.GET.equals(request.method()) ? SafeRedirect.localPage(request.uri()) : Optional.empty();
        String form = page.map(to -> FORM + "?to=" + URLEncoder.encode(to.toString(), StandardCharsets.UTF_8))
                .orElse(FORM);
        return new ChallengeData(302, HttpHeaders.LOCATION, form);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(SessionToken.class);
    }
}
