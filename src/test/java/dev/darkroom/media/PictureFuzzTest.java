package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two seconds; {@code PictureFuzzIT} takes minutes. {@code -Dfuzz.seed} repeats what was found. */
class PictureFuzzTest {

    @TempDir
    Path folder;

    @Test
    void a_damaged_picture_ends_in_time_and_in_an_error_that_has_a_name() throws IOException, InterruptedException {
        assertThat(new PictureFuzz(folder).run(Duration.ofSeconds(2)))
                .as("seed %d", PictureFuzz.SEED)
                .isEmpty();
    }
}
