package dev.darkroom.account;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import java.security.SecureRandom;
import java.util.Base64;

/** What the cookie of a session carries: random, and nowhere kept but in the browser. */
final class SessionToken extends BaseAuthenticationRequest {

    private static final int BYTES = 32;
    private static final SecureRandom CHANCE = new SecureRandom();

    private final String text;

    private SessionToken(String text) {
        this.text = text;
    }

    /** One that nobody has had. */
    static SessionToken random() {
        byte[] random = new byte[BYTES];
        CHANCE.nextBytes(random);
        return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** As a browser says it; that does not make it anybody's. */
    static SessionToken of(String text) {
        return new SessionToken(text);
    }

    String text() {
        return text;
    }
}
