package dev.darkroom.account;

import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusReader;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.Json;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Rehearses sign-ups while the process starts: the first run of this code is several times slower than the fourth. */
@ApplicationScoped
class WarmUp {

    private static final int REHEARSALS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Signup signup;
    private final StatusReader reader;
    private final Thread thread = new Thread(this::rehearse, "warm-up");

    WarmUp(Signup signup, StatusReader reader) {
        this.signup = signup;
        this.reader = reader;
    }

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event,
            ProcessRun process,
            StageResource.Settings settings) {
        if (settings.warmUp() && process.servesPages()) {
            thread.start();
        }
    }

    /** The server opens its port after this. */
    void await(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) StartupEvent event)
            throws InterruptedException {
        thread.join(LIMIT.toMillis());
    }

    @ActivateRequestContext
    void rehearse() {
        try {
            for (int i = 0; i < REHEARSALS; i++) {
                signup.rehearse(this::answer);
            }
        } catch (RuntimeException e) {
            Log.debug("a sign-up could not be rehearsed", e);
        }
    }

    private void answer(WelcomeMail mail) {
        User.findByEmail(mail.recipient.email);
        Json.encode(reader.read(mail));
    }
}
