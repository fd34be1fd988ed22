package dev.darkroom.processes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries against a process's database, answered as text. Each opens its own connection: the server may restart. */
public record TestDatabase(ApplicationProcess darkroom) {

    public record Row(Map<String, String> columns) {

        /** Null for NULL. */
        String text(String column) {
            return columns.get(column);
        }

        int number(String column) {
            return Integer.parseInt(text(column));
        }

        boolean is(String column, String value) {
            return value.equals(text(column));
        }
    }

    List<Row> of(String query) {
        try (Connection connection = darkroom.database();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            List<Row> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(row(answer));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    int number(String query) {
        return of(query).get(0).number("count");
    }

    public void execute(String statements) {
        try (Connection connection = darkroom.database();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    /** Changes a setting of the whole server. */
    void configure(String setting, String value) {
        execute("ALTER SYSTEM SET %s = %s".formatted(setting, value));
        execute("SELECT pg_reload_conf()");
    }

    private static Row row(ResultSet answer) throws SQLException {
        ResultSetMetaData about = answer.getMetaData();
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.put(about.getColumnLabel(i), answer.getString(i));
        }
        return new Row(columns);
    }
}
