package dev.darkroom.account;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who is signed in: a row for each session, found by the keyed hash of its token. Each question is one statement. */
@ApplicationScoped
class Sessions {

    private static final String HASH = "HmacSHA256";

    private static final String BEGIN =
            "INSERT INTO session (id, user_id, expires_at) VALUES (?, ?, now() + ? * interval '1 millisecond')";
    private static final String OWNER =
            """
            SELECT a.id, a.name, a.email, a.role
              FROM session s JOIN account a ON a.id = s.user_id
             WHERE s.id = ? AND s.expires_at > now()
            """;
    private static final String END = "DELETE FROM session WHERE id = ?";
    private static final String END_ALL = "DELETE FROM session WHERE user_id = ?";
    private static final String SWEEP = "DELETE FROM session WHERE expires_at <= now()";

    private final AgroalDataSource database;
    private final SecretKeySpec key;

    /** @param key of all processes that serve the same visitors */
    Sessions(AgroalDataSource database, @ConfigProperty(name = "quarkus.http.auth.session.encryption-key") String key) {
        this.database = database;
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HASH);
    }

    /** Whose session it is. */
    record Owner(UUID id, String name, String email, String role) {}

    void begin(SessionToken token, UUID user, Duration life) {
        update(BEGIN, hash(token), user, life.toMillis());
    }

    /** Nobody's if it is over, or never was. */
    Optional<Owner> owner(SessionToken token) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OWNER)) {
            statement.setBytes(1, hash(token));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(owner(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new SessionsUnreadable(e);
        }
    }

    void end(SessionToken token) {
        update(END, hash(token));
    }

    /** Wherever that user is signed in. */
    void endAllOf(UUID user) {
        update(END_ALL, user);
    }

    void forgetExpired() {
        update(SWEEP);
    }

    private int update(String sql, Object... values) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    private static Owner owner(ResultSet row) throws SQLException {
        return new Owner(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4));
    }

    private byte[] hash(SessionToken token) {
        try {
            Mac hash = Mac.getInstance(HASH);
            hash.init(key);
            return hash.doFinal(token.text().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The database does not tell who is signed in. */
    static class SessionsUnreadable extends RuntimeException {
        SessionsUnreadable(SQLException cause) {
            super("nobody can tell who is signed in", cause);
        }
    }
}
