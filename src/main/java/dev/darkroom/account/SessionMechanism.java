package dev.darkroom.account;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/** Form login as Quarkus has it, but for programs: they get 401 and never a redirect to a page. */
@Alternative
@Priority(1)
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {

    private static final ChallengeData UNAUTHORIZED = new ChallengeData(401);

    private final FormAuthenticationMechanism form;

    SessionMechanism(FormAuthenticationMechanism form) {
        this.form = form;
    }

    /** Reads the cookie. Passwords are taken at {@code /login} only, where the CSRF token is demanded. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        boolean passwordPosted = request.request().method() == HttpMethod.POST
                && request.normalizedPath().endsWith("/j_security_check");
        return passwordPosted
                ? Uni.createFrom().nullItem()
                : orStranger(request, form.authenticate(request, identities));
    }

    /** Whoever has been forgotten since is a stranger again, and not refused on every page. */
    private static Uni<SecurityIdentity> orStranger(RoutingContext request, Uni<SecurityIdentity> visitor) {
        return visitor.onFailure(AuthenticationFailedException.class)
                // Form login notes itself in the request as the one to ask for a password; that would be a redirect.
                .invoke(() -> request.remove(HttpAuthenticationMechanism.class.getName()))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        boolean browser = accept != null && accept.contains("text/html");
        return browser ? form.getChallenge(request) : Uni.createFrom().item(UNAUTHORIZED);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return form.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return form.getCredentialTransport(request);
    }
}
