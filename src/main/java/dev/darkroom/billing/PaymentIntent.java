package dev.darkroom.billing;

import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.SiteCookie;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The intent to pay of this browser's form. Its key is kept in a cookie, so that a page that is fetched anew has the same
 * intent: a double click, Back and another press are one payment.
 */
@RequestScoped
class PaymentIntent {

    static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private static final String COOKIE = "payment-intent";
    private static final Duration KEPT = Duration.ofDays(1);

    private final CurrentVisitor visitor;
    private final HttpServerRequest request;

    PaymentIntent(CurrentVisitor visitor, HttpServerRequest request) {
        this.visitor = visitor;
        this.request = request;
    }

    /** Returns the key that the form sends: the one of the cookie until its charge has ended, and then a new one. */
    String key() {
        String key =
                kept().filter(this::isOpen).orElseGet(() -> UUID.randomUUID().toString());
        keep(key);
        return key;
    }

    /** The visitor wants another payment, although the charge of this intent may not have ended. */
    void renew() {
        keep(UUID.randomUUID().toString());
    }

    private Optional<String> kept() {
        return Optional.ofNullable(request.getCookie(COOKIE))
                .map(Cookie::getValue)
                .filter(KEY.asMatchPredicate());
    }

    /** Whether no charge of this intent has ended. */
    private boolean isOpen(String key) {
        return Charge.findByIntent(visitor.id(), key)
                .filter(charge -> !charge.work().is(Status.PROCESSING))
                .isEmpty();
    }

    private void keep(String key) {
        SiteCookie.set(request, COOKIE, key, KEPT);
    }
}
