package dev.darkroom.processes;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A database of a process. Each statement opens its own connection, because the server may restart. */
public record TestDatabase(ApplicationProcess darkroom, String name) {

    /** The application's own database. */
    public TestDatabase(ApplicationProcess darkroom) {
        this(darkroom, "darkroom");
    }

    /** Returns the rows as text by column; NULL is null. */
    List<Map<String, String>> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            ResultSetMetaData columns = answer.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (answer.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), answer.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** Returns the first column of the first row. */
    String text(String query) {
        return rows(query).get(0).values().iterator().next();
    }

    int number(String query) {
        return Integer.parseInt(text(query));
    }

    public void execute(String statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(darkroom.databasePort(), name));
    }

    /** Changes a setting of the whole server. */
    void configure(String setting, String value) {
        execute("ALTER SYSTEM SET %s = %s".formatted(setting, value));
        execute("SELECT pg_reload_conf()");
    }
}
