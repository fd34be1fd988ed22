package dev.darkroom.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** A cookie of this site: hidden from scripts and other sites, and sent only over TLS if it was set over TLS. */
public final class SiteCookie {

    private SiteCookie() {}

    public static void set(HttpServerRequest request, String name, String value, Duration age) {
        request.response()
                .addCookie(Cookie.cookie(name, value)
                        .setPath("/")
                        .setMaxAge(age.toSeconds())
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX)
                        .setSecure(request.isSSL()));
    }
}
