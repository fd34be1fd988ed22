package dev.darkroom.jobs;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.hibernate.exception.GenericJDBCException;

/** Executes SQL with parameters ({@code :name}) in the caller's transaction. A collection becomes an array of text. */
@ApplicationScoped
public class Statements {

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    private final AgroalDataSource database;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    Statements(AgroalDataSource database) {
        this.database = database;
    }

    public <T> List<T> query(String sql, Map<String, ?> parameters, Reader<ResultSet, T> row) {
        return execute(sql, parameters, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row.read(results));
                }
            }
            return rows;
        });
    }

    /** Returns the number of rows. Like a query, throws {@link GenericJDBCException}, as Hibernate does. */
    public int update(String sql, Map<String, ?> parameters) {
        return execute(sql, parameters, PreparedStatement::executeUpdate);
    }

    private <T> T execute(String sql, Map<String, ?> parameters, Reader<PreparedStatement, T> execution) {
        Parsed known = parsed.computeIfAbsent(sql, Parsed::of);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(known.text)) {
            for (int i = 0; i < known.names.size(); i++) {
                statement.setObject(i + 1, value(connection, parameters.get(known.names.get(i))));
            }
            return execution.read(statement);
        } catch (SQLException e) {
            throw new GenericJDBCException(e.getMessage(), e, sql);
        }
    }

    private static Object value(Connection connection, Object value) throws SQLException {
        return value instanceof Collection<?> many ? connection.createArrayOf("text", many.toArray()) : value;
    }

    public interface Reader<S, T> {
        T read(S from) throws SQLException;
    }

    private record Parsed(String text, List<String> names) {
        static Parsed of(String sql) {
            List<String> names = new ArrayList<>();
            String text = PARAMETER.matcher(sql).replaceAll(found -> {
                names.add(found.group(1));
                return "?";
            });
            return new Parsed(text, names);
        }
    }
}
