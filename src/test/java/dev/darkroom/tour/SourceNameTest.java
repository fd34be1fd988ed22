package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the names themselves: the HTTP server rejects or normalises most of them before they get here. */
class SourceNameTest {

    @Test
    void a_class_and_a_test_are_found_by_their_names() {
        assertThat(Source.find("jobs/Relay")).isPresent();
        assertThat(Source.find("test/jobs/DurableJobTest")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/../jobs/Relay",
                "./jobs/Relay",
                "jobs//Relay",
                "../../../test/dev/darkroom/jobs/BackoffTest"
            })
    void a_path_to_a_class_is_not_a_name(String path) {
        assertThat(Source.find(path)).isEmpty();
    }
}
