package dev.darkroom.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.testing.ApiVisitor;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without its guard, the test of a guarantee fails with an assertion error. */
@QuarkusTest
class GuardTest {

    /** Shorter than usual, because some work never ends without its guard. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    @Inject
    AgroalDataSource database;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void the_test_of_a_guarantee_fails_without_its_guard(Guard guard) throws Throwable {
        String[] name = guard.test().split("#");
        Class<?> type = Class.forName("dev.darkroom." + name[0]);
        Object tests = Arc.container().instance(type).get();
        Method test = Arrays.stream(type.getDeclaredMethods())
                .filter(one -> one.getName().equals(name[1]))
                .findFirst()
                .orElseThrow();

        each(tests, type, BeforeEach.class);
        ApiVisitor.limit(SHORT);
        try {
            execute(guard.before());
            guard.remove();
            try {
                assertThatThrownBy(() -> invoke(tests, test)).isInstanceOf(AssertionError.class);
            } finally {
                int effects = guard.restore();
                execute(guard.after());
                assertThat(effects).as("statements and calls without %s", guard).isPositive();
            }
        } finally {
            ApiVisitor.limit(ApiVisitor.LIMIT);
            each(tests, type, AfterEach.class);
        }
    }

    private static void each(Object tests, Class<?> type, Class<? extends Annotation> annotation) throws Throwable {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(annotation)) {
                invoke(tests, method);
            }
        }
    }

    /** A test of all modes runs in durable. */
    private static Object invoke(Object tests, Method method) throws Throwable {
        method.setAccessible(true);
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(type -> DispatchMode.DURABLE)
                .toArray();
        try {
            return method.invoke(tests, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
