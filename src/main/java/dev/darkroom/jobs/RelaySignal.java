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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Wakes the relay of this process directly, and those of other processes by PostgreSQL's NOTIFY. NOTIFY serialises
 * commits, so it has its own transaction after the commit. A lost signal delays a job until the next poll.
 */
@ApplicationScoped
class RelaySignal {

    private static final Logger LOG = Logger.getLogger(RelaySignal.class);

    private static final String CHANNEL = "darkroom_jobs";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    private static final int LISTEN_MILLIS = 250;
    private static final int VALID_WITHIN_SECONDS = 5;

    private final AgroalDataSource database;
    private final Relay relay;
    private final AfterCommit afterCommit;
    private final ProcessRun.Role role;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final BackgroundThreads.Loop sender;
    private final BackgroundThreads.Loop listener;

    RelaySignal(
            AgroalDataSource database,
            Relay relay,
            AfterCommit afterCommit,
            BackgroundThreads threads,
            @ConfigProperty(name = "darkroom.role") ProcessRun.Role role) {
        this.database = database;
        this.relay = relay;
        this.afterCommit = afterCommit;
        this.role = role;
        this.sender = threads.loop("notify", PAUSE, this::sendIfRequested);
        this.listener = threads.loop("listen", PAUSE, this::listen);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        sender.start();
        if (role.runsJobs()) {
            listener.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        sender.stop(STOP_LIMIT);
        listener.stop(STOP_LIMIT);
    }

    void wakeAfterCommit() {
        afterCommit.run(() -> {
            relay.wake();
            requested.set(true);
            sender.wake();
        });
    }

    private void sendIfRequested() {
        if (requested.getAndSet(false)) {
            wakeOthers();
        }
    }

    /** Wakes the other processes on the caller's thread, for a process that is about to end. */
    void wakeOthers() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // One round trip, and no wait for the disk: a signal need not survive a power failure.
            statement.execute("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY " + CHANNEL + "; COMMIT");
        } catch (SQLException e) {
            LOG.debugf("not notified, other processes poll: %s", e.getMessage());
        }
    }

    private void listen() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setClientInfo("ApplicationName", "darkroom listener");
            statement.execute("LISTEN " + CHANNEL);
            try {
                passOn(connection);
            } finally {
                // Also on a dead connection: this is how the pool learns of it.
                statement.execute("UNLISTEN *");
            }
        } catch (SQLException e) {
            LOG.debugf("listening again in a second, the relay polls meanwhile: %s", e.getMessage());
        }
    }

    private void passOn(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (listener.isRunning() && connection.isValid(VALID_WITHIN_SECONDS)) {
            if (postgres.getNotifications(LISTEN_MILLIS).length > 0) {
                relay.wake();
            }
            listener.turned();
        }
    }
}
