package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many finished jobs, with four steps each, cost a claim, a status and the board nothing. */
@Tag("processes")
@Tag("torture")
@Isolated("measures response times")
class FinishedJobsIT {

    /** A million with {@code -Ptorture}. */
    private static final int JOBS = Integer.getInteger("darkroom.test.finished-jobs", 50_000);

    private static final int WARM_UP = 40;
    private static final int TIMES = 20;
    private static final long BOARD_MILLIS = 50;
    private static final Pattern BOARD = Pattern.compile(".* web GET /jobs 200 (\\d+) ms");
    private static final int LOWEST_COST = 4;

    private static final String INSERT =
            """
            WITH finished AS (
                   INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, attempt, created_at, claimed_at,
                                    finished_at)
                   SELECT gen_random_uuid(), 'send-welcome-mail', 'finished ' || i, (ARRAY['MAIL', 'IMAGES', 'PAYMENTS'])[1 + i %% 3],
                          '{}', 'owner ' || i %% 1000, '/', 'COMPLETE', 1, at, at, at
                     FROM generate_series(1, %d) AS i CROSS JOIN LATERAL (SELECT now() - i * interval '0.5 s' AS at) AS time
                   RETURNING id, created_at)
            INSERT INTO job_event (job_id, at, round, attempt, step, process)
            SELECT id, created_at, 1, 1, step, 'a test'
              FROM finished CROSS JOIN unnest(ARRAY['QUEUED', 'CLAIMED', 'HEARTBEAT', 'COMPLETE']) AS step;
            ANALYZE job, job_event""";

    private final ApplicationProcess darkroom = new ApplicationProcess("finished-jobs")
            .with("darkroom.operator.email", ApiVisitor.OPERATOR)
            .with("darkroom.operator.password-hash", BcryptUtil.bcryptHash(ApiVisitor.PASSWORD, LOWEST_COST));
    private final Timeline timeline = new Timeline(darkroom);
    private HttpVisitor ada;

    @BeforeEach
    void start() {
        darkroom.start();
        ada = HttpVisitor.signedUp(darkroom);
        ada.awaitComplete("/me/status");
    }

    @AfterEach
    void end() {
        darkroom.close();
    }

    @Test
    void a_claim_and_a_status_are_as_fast_as_with_none_and_the_board_takes_fifty_milliseconds() {
        long claim = median(() -> timeline.pickUp(ada.welcomeAgain()));
        long status = median(() -> elapsed(() -> ada.get("/me/status")));

        new TestDatabase(darkroom).execute(INSERT.formatted(JOBS));

        assertThat(median(() -> timeline.pickUp(ada.welcomeAgain())))
                .as("milliseconds to a claim, %d with no finished jobs", claim)
                .isLessThan(2 * claim + 20);
        assertThat(median(() -> elapsed(() -> ada.get("/me/status"))))
                .as("milliseconds of a status, %d with no finished jobs", status)
                .isLessThan(2 * status + 10);
        assertThat(quartileOfBoard()).isLessThan(BOARD_MILLIS);
    }

    /** The server's own time, from its log. The lower quartile, because other tests run beside this one. */
    private long quartileOfBoard() {
        ApiVisitor operator = new ApiVisitor(darkroom.port());
        operator.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            Response board = operator.browser().get("/jobs");
            assertThat(board.asString()).contains("complete <b>1,000+</b>");
        }
        List<Long> millis = darkroom.log().stream()
                .map(BOARD::matcher)
                .filter(Matcher::matches)
                .map(line -> Long.valueOf(line.group(1)))
                .toList();
        return millis.subList(WARM_UP, millis.size()).stream().sorted().toList().get(TIMES / 4);
    }

    private static Duration elapsed(Runnable request) {
        Instant begin = Instant.now();
        request.run();
        return Duration.between(begin, Instant.now());
    }

    private static long median(Supplier<Duration> measured) {
        return Stream.generate(measured)
                .limit(TIMES)
                .map(Duration::toMillis)
                .sorted()
                .toList()
                .get(TIMES / 2);
    }
}
