package dev.darkroom.lab;

import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
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

/** The faults that are injected now. They are rows, which every process obeys. */
@ApplicationScoped
class ArmedFaults {

    private static final Logger LOG = Logger.getLogger(ArmedFaults.class);

    private static final String ALL = "SELECT name, value FROM lab_fault";
    private static final String ARM =
            "INSERT INTO lab_fault (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value ="
                    + " excluded.value, since = now()";
    private static final String TAKE = "DELETE FROM lab_fault WHERE name = ? AND value = ?";
    private static final String REPAIR = "DELETE FROM lab_fault";

    private final AgroalDataSource database;
    private final LabAccess.Settings settings;

    ArmedFaults(AgroalDataSource database, LabAccess.Settings settings) {
        this.database = database;
        this.settings = settings;
    }

    static class GuardRemovalForbidden extends HttpRefusal {
        GuardRemovalForbidden() {
            super(403, "In the profile closed, guards cannot be removed.");
        }
    }

    /**
     * Returns the value of each fault by its name, read anew on each call, in the caller's transaction if there is one.
     * Empty if the database does not answer.
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
            return withoutForbidden(armed);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("armed faults cannot be read", e);
            return Map.of();
        }
    }

    boolean isArmed(Fault fault) {
        return fault.isIn(armed());
    }

    boolean isArmed(String name, String value) {
        return value.equals(armed().get(name));
    }

    /** @throws GuardRemovalForbidden if the fault removes a guard and the profile is {@code closed} */
    void arm(Fault fault) {
        if (fault.isGuard() && ClosedProfile.isClosed()) {
            throw new GuardRemovalForbidden();
        }
        arm(fault.id, fault.value);
    }

    void arm(String name, String value) {
        update(ARM, name, value);
    }

    /** Disarms a fault and returns whether it was armed; of several concurrent callers, one gets true. */
    boolean take(String name, String value) {
        return update(TAKE, name, value) == 1;
    }

    void repair() {
        update(REPAIR);
    }

    /** In the profile {@code closed} no guard is removed, whatever the rows say. */
    private static Map<String, String> withoutForbidden(Map<String, String> armed) {
        if (ClosedProfile.isClosed()) {
            Fault.guards().forEach(guard -> armed.remove(guard.id));
        }
        return armed;
    }

    /** In a separate transaction, which stays committed if the caller's process dies. */
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
