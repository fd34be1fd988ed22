package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageTest {

    @Test
    void a_connection_lost_at_the_commit_is_an_outage() {
        Throwable closed = new XAException().initCause(new SQLException("This connection has been closed.", "08003"));
        Exception rollback = new Exception("Could not commit transaction.");
        rollback.addSuppressed(closed);

        assertThat(DatabaseOutage.isCauseOf(new IllegalStateException(rollback)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "57P01, terminating connection due to administrator command",
        "53100, could not extend file: No space left on device",
        "53200, out of memory",
        "53300, sorry, too many clients already",
        "25006, cannot execute INSERT in a read-only transaction",
        "40001, could not serialize access due to concurrent update",
        "40P01, deadlock detected",
        "25P03, terminating connection due to idle-in-transaction timeout",
        "08006, an I/O error occurred while sending to the backend",
        ", Acquisition timeout while waiting for new connection",
        ", 'Sorry, acquisition timeout!'"
    })
    void a_database_that_cannot_serve_now_is_an_outage(String state, String message) {
        Exception outage = new IllegalStateException(new SQLException(message, state));

        assertThat(DatabaseOutage.isCauseOf(outage)).isTrue();
        assertThat(Failure.of(outage).reason()).isEqualTo("the database was unavailable");
    }

    @Test
    void a_violated_constraint_is_no_outage() {
        assertThat(DatabaseOutage.isCauseOf(new IllegalStateException(new SQLException("duplicate key", "23505"))))
                .isFalse();
    }
}
