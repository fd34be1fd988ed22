package dev.darkroom.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** A sentence that the page after a redirect shows once. It travels in a cookie. */
public final class FlashNotice {

    private static final String COOKIE = "notice";

    /** A browser drops a cookie of more than four kilobytes. */
    private static final int LONGEST = 700;

    private FlashNotice() {}

    public static void set(HttpServerRequest request, String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(shown.getBytes(StandardCharsets.UTF_8));
        SiteCookie.set(request, COOKIE, value, Duration.ofMinutes(1));
    }

    /** Returns the sentence and forgets it; null if there is none. */
    public static String take(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        if (cookie == null) {
            return null;
        }
        SiteCookie.set(request, COOKIE, "", Duration.ZERO);
        try {
            return new String(Base64.getUrlDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
