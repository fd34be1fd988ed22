package dev.darkroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.Lane;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RedisOffTest {

    @Test
    void with_another_transport_no_stream_is_read() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContainAnyElementsOf(
                        Stream.of(Lane.values()).map(RedisConnector::stream).toList());
    }
}
