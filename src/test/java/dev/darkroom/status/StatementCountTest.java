package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.guards.RewritingDriver;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements that one poll executes, besides the one that finds its session. */
@QuarkusTest
class StatementCountTest {

    private static final int MOST = 200;

    @Inject
    StatusReader statuses;

    @Inject
    EntityManager database;

    @Inject
    @All
    List<RecordSource> sources;

    private UUID owner;

    @BeforeEach
    void sign_up() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        owner = Database.idOf(guest);
        Database.sql("INSERT INTO paused_lane (lane, paused_by) VALUES ('IMAGES', 'a test')");
    }

    @AfterEach
    void remove_the_photos() {
        Database.sql("DELETE FROM photo WHERE owner_id = '" + owner + "'");
        Database.sql("DELETE FROM job WHERE owner = '" + owner + "' AND kind = 'resize-photo'");
        Database.sql("DELETE FROM paused_lane");
    }

    @ParameterizedTest
    @EnumSource
    @ActivateRequestContext
    void two_hundred_statuses_take_as_many_statements_as_one(Stored state) {
        List<UUID> ids = state.insert(MOST, owner);

        assertThat(statements(ids)).isEqualTo(statements(ids.subList(0, 1)));
    }

    @Test
    @ActivateRequestContext
    void two_hundred_statuses_of_all_states_take_three_statements_and_complete_ones_take_one() {
        List<UUID> ids = Stream.of(Stored.values())
                .flatMap(state -> state.insert(MOST / Stored.values().length, owner).stream())
                .toList();

        assertThat(statements(ids)).isEqualTo(3);
        assertThat(statements(ids.subList(0, 20))).isEqualTo(1);
    }

    private int statements(List<UUID> ids) {
        RecordSource photos = sources.stream()
                .filter(source -> source.type().equals("photos"))
                .findFirst()
                .orElseThrow();
        database.clear();
        return RewritingDriver.count(
                () -> assertThat(statuses.read(photos.find().apply(ids, owner))).hasSize(ids.size()));
    }

    /** A photo and its job, as they are stored. */
    enum Stored {
        COMPLETE("COMPLETE", "DURABLE", "COMPLETE"),
        QUEUED("PROCESSING", "DURABLE", "QUEUED"),
        RUNNING("PROCESSING", "DURABLE", "RUNNING"),
        DEAD("FAILED", "DURABLE", "DEAD"),
        CANCELLED("FAILED", "DURABLE", "CANCELLED"),
        /** A statement reads which processes are alive. */
        LOST("PROCESSING", "VOLATILE", null),
        INLINE("FAILED", "INLINE", null);

        private static final String PHOTO =
                """
                INSERT INTO photo (id, owner_id, name, content_hash, width, height, status, mode, process_run, done, total,
                                   error, rejected, accepted_at, finished_at)
                SELECT gen_random_uuid(), '%s', 'sea.jpg', 'hash', 1, 1, '%2$s', '%3$s', gen_random_uuid(), 0, 3,
                       'an error', false, now(), CASE WHEN '%2$s' <> 'PROCESSING' THEN now() END
                  FROM generate_series(1, %4$d) RETURNING CAST(id AS text)""";

        private static final String JOB =
                """
                INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, finished_at, worker, lease_token,
                                 leased_until)
                SELECT gen_random_uuid(), 'resize-photo', id, 'IMAGES', '{}', owner_id, 'photo', '%s',
                       CASE WHEN '%1$s' IN ('COMPLETE', 'DEAD', 'CANCELLED') THEN now() END,
                       CASE WHEN '%1$s' = 'RUNNING' THEN 'a test' END,
                       CASE WHEN '%1$s' = 'RUNNING' THEN gen_random_uuid() END,
                       CASE WHEN '%1$s' = 'RUNNING' THEN now() + interval '1 hour' END
                  FROM photo WHERE id IN ('%2$s')""";

        private final String status;
        private final String mode;
        private final String job;

        Stored(String status, String mode, String job) {
            this.status = status;
            this.mode = mode;
            this.job = job;
        }

        private List<UUID> insert(int photos, UUID owner) {
            List<String> ids = Database.rows(PHOTO.formatted(owner, status, mode, photos)).stream()
                    .map(String.class::cast)
                    .toList();
            if (job != null) {
                Database.sql(JOB.formatted(job, String.join("', '", ids)));
            }
            return ids.stream().map(UUID::fromString).toList();
        }
    }
}
