package dev.darkroom.account;

import io.quarkus.vertx.http.runtime.FormAuthConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.security.PersistentLoginManager;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * The visitor's session: the encrypted cookie of Quarkus' form login, begun by us, so that who has just signed up is in at
 * once and a program is answered in one step.
 */
@ApplicationScoped
class Session {

    private final RoutingContext request;
    private final String cookie;
    private final PersistentLoginManager cookies;

    Session(RoutingContext request, Config config) {
        VertxHttpConfig http = config.unwrap(SmallRyeConfig.class).getConfigMapping(VertxHttpConfig.class);
        FormAuthConfig form = http.auth().form();
        this.request = request;
        this.cookie = form.cookieName();
        // As the mechanism makes its own, which it keeps to itself: same key, same cookie.
        this.cookies = new PersistentLoginManager(
                http.encryptionKey().orElseThrow(),
                cookie,
                form.timeout().toMillis(),
                form.newCookieInterval().toMillis(),
                form.httpOnlyCookie(),
                form.cookieSameSite().name(),
                form.cookiePath().orElse(null),
                form.cookieMaxAge().map(Duration::toSeconds).orElse(-1L),
                form.cookieDomain().orElse(null));
    }

    void begin(String email) {
        cookies.save(email, request, cookie, null, request.request().isSSL());
    }

    void end() {
        request.response().addCookie(Cookie.cookie(cookie, "").setPath("/").setMaxAge(0));
    }
}
