package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.TestDatabase;
import dev.darkroom.testing.ApiVisitor;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Gives each test a user with an empty browser, whose console must show no error. Classes that run one after the other
 * share a process and a browser, because starting both takes as long as a few tests.
 */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrowserTest {

    private static final Deque<BrowserTest> IDLE = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final int LOWEST_COST = 4;

    ApplicationProcess darkroom;
    Chromium chromium;
    BrowserUser user;
    Screenshots screenshots;

    @BeforeAll
    void start() {
        Chromium.assertInstalled();
        BrowserTest idle = IDLE.poll();
        darkroom = idle == null ? startProcess() : idle.darkroom;
        chromium = idle == null ? new Chromium() : idle.chromium;
    }

    /** Slow enough that a user can see work in progress. */
    private static ApplicationProcess startProcess() {
        return new ApplicationProcess("browser-" + STARTED.incrementAndGet())
                .with("darkroom.simulate.smtp-delay", "1500ms")
                .with("darkroom.simulate.gateway-delay", "600ms")
                .with("darkroom.simulate.resize-delay", "200ms")
                .with("darkroom.simulate.transcode-delay", "1s")
                .with("darkroom.gateway.timeout", "20s")
                .with("darkroom.jobs.max-attempts", "6")
                .with("darkroom.lanes.mail.max-attempts", "6")
                .with("darkroom.jobs.backoff-base", "200ms")
                .with("darkroom.operator.email", ApiVisitor.OPERATOR)
                .with("darkroom.operator.password-hash", BcryptUtil.bcryptHash(ApiVisitor.PASSWORD, LOWEST_COST))
                .start();
    }

    @AfterAll
    void leave_process_and_browser_to_the_next_class() {
        if (chromium != null) {
            IDLE.push(this);
        }
    }

    @BeforeEach
    void empty_the_browser() {
        chromium.empty();
        user = new BrowserUser(chromium.driver(), darkroom.url());
        screenshots = new Screenshots(chromium.driver());
    }

    @AfterEach
    void repair() {
        sql("DELETE FROM lab_fault");
        sql("DELETE FROM paused_lane");
        assertThat(chromium.errors()).as("errors in the console").isEmpty();
    }

    /** Makes every thread that reaches the point wait until {@link #resume}. */
    void pauseAt(String point) {
        sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
    }

    void resume() {
        sql("DELETE FROM lab_fault WHERE name = 'pause'");
    }

    void sql(String statement) {
        new TestDatabase(darkroom).execute(statement);
    }
}
