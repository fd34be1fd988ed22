package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;

class DatabaseOutageTest {

    @Test
    void a_connection_lost_at_the_commit_is_an_outage() {
        Throwable closed = new XAException().initCause(new SQLException("This connection has been closed.", "08003"));
        Exception rollback = new Exception("Could not commit transaction.");
        rollback.addSuppressed(closed);

        assertThat(DatabaseOutage.isCauseOf(new IllegalStateException(rollback)))
                .isTrue();
    }

    @Test
    void a_violated_constraint_is_no_outage() {
        assertThat(DatabaseOutage.isCauseOf(new IllegalStateException(new SQLException("duplicate key", "23505"))))
                .isFalse();
    }
}
