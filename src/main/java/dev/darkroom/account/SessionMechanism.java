package dev.darkroom.account;

import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Authenticates a request by its session cookie. Otherwise a browser is redirected to the form; a program gets 401. */
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {

    private static final String FORM = "/login";

    private final Sessions sessions;
    private final BlockingSecurityExecutor worker;

    SessionMechanism(Sessions sessions, BlockingSecurityExecutor worker) {
        this.sessions = sessions;
        this.worker = worker;
    }

    /** An expired session makes the request anonymous. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        return Sessions.token(request.request())
                .map(token -> worker.<SecurityIdentity>executeBlocking(() ->
                        sessions.find(token).map(SessionMechanism::identity).orElse(null)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(BrowserRequest.isBrowser(request) ? redirectToForm(request.request()) : new ChallengeData(401));
    }

    /** Only a GET can be repeated after the sign-in, so the form returns to the page of a GET only. */
    private static ChallengeData redirectToForm(HttpServerRequest request) {
        String page = HttpMethod.GET.equals(request.method()) ? request.uri() : null;
        String form = SafeRedirect.localPage(page)
                .map(to -> FORM + "?to=" + URLEncoder.encode(to.toString(), StandardCharsets.UTF_8))
                .orElse(FORM);
        return new ChallengeData(302, HttpHeaders.LOCATION, form);
    }

    private static SecurityIdentity identity(Sessions.SignedInUser user) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(user::email)
                .addRole(user.role())
                .addAttribute(CurrentVisitor.ID, user.id())
                .addAttribute(CurrentVisitor.NAME, user.name())
                .build();
    }
}
