package dev.darkroom.lab;

import dev.darkroom.web.ClosedProfile;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** What is broken on purpose now: rows that every process obeys, the worker too. */
@ApplicationScoped
class ArmedFaults {

    private static final Logger LOG = Logger.getLogger(ArmedFaults.class);

    private static final String ALL = "SELECT name, value FROM lab_fault";
    private static final String ARM =
            "INSERT INTO lab_fault (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, since = now()";
    private static final String TAKE = "DELETE FROM lab_fault WHERE name = ? AND value = ?";
    private static final String REPAIR = "DELETE FROM lab_fault";

    private final AgroalDataSource database;
    private final LabSettings settings;

    ArmedFaults(AgroalDataSource database, LabSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /**
     * The value of each fault by its name, read anew each time: who arms one may count on it from then on. Inside a
     * transaction the read is part of it, and takes no second connection. Nothing where nobody can tell: the lab must not
     * break what it has not been asked to.
     */
    Map<String, String> armed() {
        if (!settings.enabled()) {
            return Map.of();
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet rows = statement.executeQuery()) {
            Map<String, String> armed = new HashMap<>();
            while (rows.next()) {
                armed.put(rows.getString(1), rows.getString(2));
            }
            return obeyed(armed);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("nobody can tell what is broken", e);
            return Map.of();
        }
    }

    boolean is(Fault fault) {
        return fault.isIn(armed());
    }

    boolean armed(String name, String value) {
        return value.equals(armed().get(name));
    }

    /** @throws GuardStays if that is a guard, and this is a deployment */
    void arm(Fault fault) {
        if (fault.isGuard() && ClosedProfile.isClosed()) {
            throw new GuardRemovalForbidden();
        }
        arm(fault.row(), fault.value());
    }

    void arm(String name, String value) {
        update(ARM, name, value);
    }

    /** Whether it was there: of many who want to take it, one gets it. */
    boolean take(String name, String value) {
        return update(TAKE, name, value) == 1;
    }

    /** Makes all right again. */
    void repair() {
        update(REPAIR);
    }

    /** In a deployment no guard is ever out, whatever the settings and the rows say. */
    private static Map<String, String> obeyed(Map<String, String> armed) {
        if (ClosedProfile.isClosed()) {
            Fault.guards().forEach(guard -> armed.remove(guard.row()));
        }
        return armed;
    }

    /** In a transaction of its own: it holds also where the caller dies in the middle of theirs. */
    private int update(String sql, String... values) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }
}
