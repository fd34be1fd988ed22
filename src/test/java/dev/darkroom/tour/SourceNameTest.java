package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name is looked at itself: the server in front of it takes most of these apart before they come here. */
class SourceNameTest {

    @Test
    void a_class_and_a_test_are_found_by_their_names() {
        assertThat(Source.of("jobs/Relay")).isPresent();
        assertThat(Source.of("test/jobs/DurableJobTest")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/../jobs/Relay",
                "./jobs/Relay",
                "jobs//Relay",
                "../../../test/dev/darkroom/jobs/BackoffTest"
            })
    void a_path_is_no_name_although_it_leads_to_a_class(String path) {
        assertThat(Source.of(path)).isEmpty();
    }
}
