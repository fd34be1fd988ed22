package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;

/** What a visitor has chosen with a switch on the page, as a cookie remembers it. */
final class Choice {

    private static final int A_YEAR = 365 * 24 * 3600;

    private Choice() {}

    static NewCookie remembered(String name, String value, HttpServerRequest request) {
        return cookie(name, value, A_YEAR, request);
    }

    static NewCookie forgotten(String name, HttpServerRequest request) {
        return cookie(name, "", 0, request);
    }

    private static NewCookie cookie(String name, String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(request.isSSL())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
