package dev.darkroom.jobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Tells that there is work: this process's relay at once, the others' by PostgreSQL's NOTIFY.
 *
 * <p>NOTIFY makes commits wait for each other, so it has a transaction of its own, after the one that accepted the work;
 * while one is under way, all further calls become one more. A lost one costs a second, until the next poll.
 */
@ApplicationScoped
class WakeUp {

    static final String CHANNEL = "darkroom_jobs";

    private static final Logger LOG = Logger.getLogger(WakeUp.class);

    private final AgroalDataSource database;
    private final Nudge nudge;
    private final Semaphore calls = new Semaphore(0);
    private final Thread thread = new Thread(this::passOn, "wake-up");

    WakeUp(AgroalDataSource database, Nudge nudge) {
        this.database = database;
        this.nudge = nudge;
    }

    void begin(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void end(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    void call() {
        nudge.give();
        calls.release();
    }

    private void passOn() {
        try {
            while (true) {
                calls.acquire();
                calls.drainPermits();
                callOthers();
            }
        } catch (InterruptedException e) {
            LOG.debug("no more calls: the process is ending");
        }
    }

    /** At once, and on the caller's thread: for who is about to end. */
    void callOthers() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // One round trip, and no wait for the disk: a call that is lost with the power has nobody to wake.
            statement.execute("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY " + CHANNEL + "; COMMIT");
        } catch (SQLException e) {
            LOG.debugf("other processes find out by themselves: %s", e.getMessage());
        }
    }
}
