package dev.darkroom.account;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The visitor's session, as the browser carries it: a cookie with a token that only {@link Sessions} can tell anything
 * about. Each one begins anew, so that nobody can be signed into a session that another one knows.
 */
@ApplicationScoped
class Session {

    /** A browser takes a cookie with the longer name only from the host itself, and only over TLS. */
    private static final String COOKIE = "session";

    private static final String COOKIE_OVER_TLS = "__Host-session";

    private final RoutingContext request;
    private final Sessions sessions;
    private final SessionSettings settings;

    Session(RoutingContext request, Sessions sessions, SessionSettings settings) {
        this.request = request;
        this.sessions = sessions;
        this.settings = settings;
    }

    static Optional<SessionToken> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name(request)))
                .map(Cookie::getValue)
                .map(SessionToken::of);
    }

    /** Whoever was signed in here before no longer is. */
    void begin(UUID user) {
        of(request.request()).ifPresent(sessions::end);
        SessionToken token = SessionToken.random();
        sessions.begin(token, user, settings.lives());
        carry(token.text(), settings.lives().toSeconds());
    }

    /** For everybody who has its token, not only for this browser. */
    void end() {
        of(request.request()).ifPresent(sessions::end);
        carry("", 0);
    }

    private void carry(String token, long seconds) {
        request.response()
                .addCookie(Cookie.cookie(name(request.request()), token)
                        .setPath("/")
                        .setMaxAge(seconds)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX)
                        .setSecure(request.request().isSSL()));
    }

    private static String name(HttpServerRequest request) {
        return request.isSSL() ? COOKIE_OVER_TLS : COOKIE;
    }
}
