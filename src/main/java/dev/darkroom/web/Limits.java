package dev.darkroom.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.darkroom.web.LimitSettings.Limit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/** Counts requests against their limits, in buckets that fill up again: one for each limit and each one who asks. */
@ApplicationScoped
public class Limits {

    /** What is limited, as the settings call it. */
    public enum Of {
        SIGN_UP("sign-up", true, LimitSettings::signUp),
        SIGN_IN("sign-in", true, LimitSettings::signIn),
        SIGN_IN_CLIENT("sign-in-client", true, LimitSettings::signInClient),
        WELCOME("welcome", false, LimitSettings::welcome),
        UPLOAD("upload", false, LimitSettings::upload),
        CHARGE("charge", false, LimitSettings::charge);

        private final String setting;
        private final boolean atTheDoor;
        private final Function<LimitSettings, Limit> limit;

        Of(String setting, boolean atTheDoor, Function<LimitSettings, Limit> limit) {
            this.setting = setting;
            this.atTheDoor = atTheDoor;
            this.limit = limit;
        }

        /** Whether it is asked by strangers, who are told apart by where they come from. */
        boolean isAtTheDoor() {
            return atTheDoor;
        }
    }

    /** Beyond this the bucket that matters least is forgotten: memory is bounded, whoever asks. */
    private static final int MOST_BUCKETS = 50_000;

    private final LimitSettings settings;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets;

    @Inject
    Limits(LimitSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    Limits(LimitSettings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
        // A bucket that nobody has touched for the longest of its times is full, and as good as a new one.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(longest(settings))
                .ticker(time::currentTimeNanos)
                .build();
    }

    private record Key(Of of, Object who) {}

    void check(@Observes StartupEvent event) {
        for (Of of : Of.values()) {
            Limit limit = of.limit.apply(settings);
            if (limit.requests() < 1 || limit.per().toMillis() < 1) {
                throw new ConfigurationException(
                        "darkroom.limits.%s.requests (%d) must be at least 1, and darkroom.limits.%1$s.per (%s) longer than nothing."
                                .formatted(of.setting, limit.requests(), limit.per()));
            }
        }
    }

    /**
     * Counts one request.
     *
     * @param who whatever tells one who asks from another
     * @throws TooManyRequests if that is one too many
     */
    public void count(Of of, Object who) {
        ConsumptionProbe taken = buckets.get(new Key(of, who), key -> bucket(of.limit.apply(settings)))
                .tryConsumeAndReturnRemaining(1);
        if (!taken.isConsumed()) {
            throw new TooManyRequests(Duration.ofNanos(taken.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket(Limit limit) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(bandwidth -> bandwidth.capacity(limit.requests()).refillGreedy(limit.requests(), limit.per()))
                .build();
    }

    private static Duration longest(LimitSettings settings) {
        return Stream.of(Of.values())
                .map(of -> of.limit.apply(settings).per())
                .reduce(Duration.ofMillis(1), (one, other) -> one.compareTo(other) < 0 ? other : one);
    }
}
