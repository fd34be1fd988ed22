package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;

/** A PostgreSQL of the user's own, which is tried before the program starts, so that a refusal is one sentence. */
record ExternalDatabase(Function<String, String> configured) {

    private static final String SETTINGS = "quarkus.datasource.";
    private static final String CONNECTION = SETTINGS + "jdbc.additional-jdbc-properties.";
    private static final int OLDEST = 13;
    private static final int NUMBERS_PER_VERSION = 10_000;

    private static final String IDLE_LIMIT = "idle_in_transaction_session_timeout";
    private static final String ISOLATION = "default_transaction_isolation";

    void check() {
        if (configured.apply(SETTINGS + "credentials-provider") != null) {
            return;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            requireVersion(statement);
            // A connection of its own for Flyway means that the others lead to a pooler.
            if (configured.apply("quarkus.flyway.jdbc-url") != null) {
                requireRoleSettings(statement);
            } else {
                requireTables(statement);
            }
        } catch (SQLException e) {
            throw new StartupFailure(DatabaseProblem.sentence(e)
                    .orElse("The database cannot be used (" + DatabaseProblem.describe(e)
                            + "): correct QUARKUS_DATASOURCE_JDBC_URL."));
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        put(properties, "user", SETTINGS + "username");
        put(properties, "password", SETTINGS + "password");
        put(properties, "options", CONNECTION + "options");
        put(properties, "connectTimeout", CONNECTION + "connectTimeout");
        put(properties, "socketTimeout", CONNECTION + "socketTimeout");
        return DriverManager.getConnection(configured.apply(SETTINGS + "jdbc.url"), properties);
    }

    private void put(Properties properties, String name, String setting) {
        String value = configured.apply(setting);
        if (value != null && !value.isBlank()) {
            properties.setProperty(name, value);
        }
    }

    private static void requireVersion(Statement statement) throws SQLException {
        ResultSet shown = statement.executeQuery("SHOW server_version_num");
        shown.next();
        int version = shown.getInt(1) / NUMBERS_PER_VERSION;
        if (version < OLDEST) {
            throw new StartupFailure(
                    "The database is PostgreSQL " + version + ": Darkroom needs " + OLDEST + " or later.");
        }
    }

    /** Behind a pooler a session belongs to nobody, so its settings must be those of the role. */
    private static void requireRoleSettings(Statement statement) throws SQLException {
        ResultSet settings =
                statement.executeQuery("SELECT current_user, (SELECT reset_val FROM pg_settings WHERE name = '"
                        + IDLE_LIMIT + "'), (SELECT reset_val FROM pg_settings WHERE name = '" + ISOLATION + "')");
        settings.next();
        if (settings.getLong(2) == 0 || !settings.getString(3).equals("read committed")) {
            String role = "ALTER ROLE \"" + settings.getString(1) + "\" SET ";
            throw new StartupFailure(
                    "Behind a pooler, the settings of a session must be those of its role. Run this, and"
                            + " then RECONNECT in the pooler:\n  " + role + IDLE_LIMIT + " = '5s';\n  " + role
                            + ISOLATION
                            + " = 'read committed';");
        }
    }

    private static void requireTables(Statement statement) throws SQLException {
        ResultSet schema = statement.executeQuery(
                "SELECT current_schema(), current_user, current_database(),"
                        + " has_schema_privilege(current_schema(), 'CREATE'), to_regclass('flyway_schema_history') IS NOT NULL");
        schema.next();
        String name = schema.getString(1);
        if (name == null) {
            throw new StartupFailure("The database " + schema.getString(3)
                    + " has no schema for the tables: CREATE SCHEMA public, or correct the search_path of the user.");
        }
        if (!schema.getBoolean(4) && !schema.getBoolean(5)) {
            throw new StartupFailure("The user " + schema.getString(2) + " may not make tables in the schema " + name
                    + " of the database " + schema.getString(3) + ": GRANT CREATE ON SCHEMA " + name + " TO \""
                    + schema.getString(2) + "\";");
        }
    }
}
