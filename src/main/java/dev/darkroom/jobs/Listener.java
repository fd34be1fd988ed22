package dev.darkroom.jobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/** Hears other processes' {@link WakeUp}, on a connection that it keeps for that. */
@ApplicationScoped
class Listener {

    private static final Logger LOG = Logger.getLogger(Listener.class);
    /** What the database's own list of connections calls it. */
    private static final String NAME = "darkroom listener";

    private static final int EACH_MILLIS = 250;
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final int VALID_WITHIN_SECONDS = 5;

    private final AgroalDataSource database;
    private final Nudge nudge;
    private final Role role;
    private final Thread thread = new Thread(this::loop, "listener");
    private volatile boolean running;

    Listener(AgroalDataSource database, Nudge nudge, @ConfigProperty(name = "darkroom.role") Role role) {
        this.database = database;
        this.nudge = nudge;
        this.role = role;
    }

    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (role.runsJobs()) {
            running = true;
            thread.setDaemon(true);
            thread.start();
        }
    }

    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        running = false;
        try {
            // Before the pool closes the connection under its feet.
            thread.join(2 * EACH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (running) {
            try {
                listen();
            } catch (SQLException e) {
                LOG.debugf("listening again in a second, the relay polls meanwhile: %s", e.getMessage());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void listen() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setClientInfo("ApplicationName", NAME);
            statement.execute("LISTEN " + WakeUp.CHANNEL);
            try {
                hear(connection);
            } finally {
                // Also on a line that is dead: this is how the pool learns of it.
                statement.execute("UNLISTEN *");
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection line = connection.unwrap(PGConnection.class);
        while (running && connection.isValid(VALID_WITHIN_SECONDS)) {
            if (line.getNotifications(EACH_MILLIS).length > 0) {
                nudge.give();
            }
        }
    }
}
