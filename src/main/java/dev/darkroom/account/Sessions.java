package dev.darkroom.account;

import dev.darkroom.jobs.Statements;
import dev.darkroom.web.SiteCookie;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sessions of signed-in browsers. The cookie carries a random token; the table stores only its hash. */
@ApplicationScoped
class Sessions {

    private static final String FIND_USER =
            """
            SELECT a.id, a.name, a.email, a.role
              FROM session s JOIN account a ON a.id = s.user_id
             WHERE s.id = sha256(:token) AND s.expires_at > now()""";
    private static final String INSERT = "INSERT INTO session (id, user_id, expires_at)"
            + " VALUES (sha256(:token), :user, now() + :seconds * interval '1 second')";

    private final HttpServerRequest request;
    private final Statements database;
    private final Duration lifetime;

    Sessions(HttpServerRequest request, Statements database, Settings settings) {
        this.request = request;
        this.database = database;
        this.lifetime = settings.lifetime();
    }

    @ConfigMapping(prefix = "darkroom.session")
    interface Settings {

        @WithDefault("7d")
        Duration lifetime();
    }

    record SignedInUser(UUID id, String name, String email, String role) {}

    /** Returns the token that a request carries; it need not belong to a session. */
    static Optional<byte[]> token(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(cookieName(request)))
                .map(cookie -> cookie.getValue().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the user of an unexpired session. */
    Optional<SignedInUser> find(byte[] token) {
        return database
                .query(
                        FIND_USER,
                        Map.of("token", token),
                        row -> new SignedInUser(
                                row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)))
                .stream()
                .findFirst();
    }

    /** Begins a session in this browser under a new token, and ends the one it had. */
    @Transactional
    void begin(UUID user) {
        deleteCurrent();
        String token = newToken();
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        database.update(INSERT, Map.of("token", bytes, "user", user, "seconds", lifetime.toSeconds()));
        SiteCookie.set(request, cookieName(request), token, lifetime);
    }

    /** Ends this browser's session. A copy of its cookie is no longer valid either. */
    @Transactional
    void end() {
        deleteCurrent();
        SiteCookie.set(request, cookieName(request), "", Duration.ZERO);
    }

    @Transactional
    void deleteExpired() {
        database.update("DELETE FROM session WHERE expires_at <= now()", Map.of());
    }

    private void deleteCurrent() {
        token(request)
                .ifPresent(token ->
                        database.update("DELETE FROM session WHERE id = sha256(:token)", Map.of("token", token)));
    }

    private static String newToken() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Browsers accept the prefix {@code __Host-} only over TLS and from this host itself. */
    private static String cookieName(HttpServerRequest request) {
        return request.isSSL() ? "__Host-session" : "session";
    }
}
