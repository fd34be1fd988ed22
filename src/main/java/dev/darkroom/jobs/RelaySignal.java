package dev.darkroom.jobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.logging.Log;
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
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Wakes the relay of this process directly, and those of other processes by PostgreSQL's NOTIFY. NOTIFY serialises
 * commits, so it has its own transaction after the commit. A lost signal delays a job until the next poll.
 */
@ApplicationScoped
class RelaySignal {

    private static final String CHANNEL = "darkroom_jobs";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** After a signal, the next ones become one. */
    private static final Duration COALESCED = Duration.ofMillis(10);

    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    private static final int LISTEN_MILLIS = 250;
    private static final int VALID_WITHIN_SECONDS = 5;

    private final AgroalDataSource database;
    private final AgroalDataSource ownConnection;
    private final Relay relay;
    private final AfterCommit afterCommit;
    private final ProcessRun process;
    private final Set<Lane> requested = ConcurrentHashMap.newKeySet();
    private final BackgroundThreads.Loop sender;
    private final BackgroundThreads.Loop listener;

    RelaySignal(
            AgroalDataSource database,
            @DataSource("heartbeat") AgroalDataSource ownConnection,
            Relay relay,
            AfterCommit afterCommit,
            BackgroundThreads threads,
            ProcessRun process) {
        this.database = database;
        this.ownConnection = ownConnection;
        this.relay = relay;
        this.afterCommit = afterCommit;
        this.process = process;
        this.sender = threads.loop("notify", PAUSE, this::sendRequested);
        this.listener = threads.loop("listen", PAUSE, this::listen);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        sender.start();
        if (process.relays()) {
            listener.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        sender.stop(STOP_LIMIT);
        listener.stop(STOP_LIMIT);
    }

    void wakeAfterCommit(Lane lane) {
        afterCommit.run(() -> {
            relay.wake(Set.of(lane));
            requested.add(lane);
            sender.wake();
        });
    }

    private void sendRequested() {
        Set<Lane> lanes = Set.copyOf(requested);
        requested.removeAll(lanes);
        if (!lanes.isEmpty()) {
            wakeOthers(lanes);
            LockSupport.parkNanos(COALESCED.toNanos());
        }
    }

    /** Wakes the other processes on the caller's thread, for a process that is about to end. */
    void wakeOthers(Collection<Lane> lanes) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // One round trip, and no wait for the disk: a signal need not survive a power failure.
            String names = lanes.stream().map(Lane::name).collect(Collectors.joining(","));
            statement.execute("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY %s, '%s %s'; COMMIT"
                    .formatted(CHANNEL, process.id(), names));
        } catch (SQLException e) {
            Log.debugf("not notified, other processes poll: %s", e.getMessage());
        }
    }

    private void listen() {
        try (Connection connection = ownConnection.getConnection();
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
            Log.debugf("listening again in a second, the relay polls meanwhile: %s", e.getMessage());
        }
    }

    private void passOn(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (listener.isRunning() && connection.isValid(VALID_WITHIN_SECONDS)) {
            for (PGNotification heard : postgres.getNotifications(LISTEN_MILLIS)) {
                String[] sent = heard.getParameter().split(" ");
                if (!sent[0].equals(process.id().toString())) {
                    relay.wake(Stream.of(sent[1].split(",")).map(Lane::valueOf).toList());
                }
            }
            listener.turned();
        }
    }
}
