package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As long as {@code -Dminutes} says. */
@Tag("torture")
class PictureFuzzIT {

    @TempDir
    Path folder;

    @Test
    void a_damaged_picture_ends_in_time_and_in_an_error_that_has_a_name() throws IOException, InterruptedException {
        assertThat(new PictureFuzz(folder).run(Duration.ofMinutes(Long.getLong("minutes", 5))))
                .as("seed %d", PictureFuzz.SEED)
                .isEmpty();
    }
}
