package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page of photos, used by hand. */
class GalleryIT extends BrowserTest {

    GalleryIT() {
        super(new ApplicationProcess("gallery")
                .with("darkroom.simulate.resize-delay", "300ms")
                .with("darkroom.jobs.max-attempts", "2")
                .with("darkroom.jobs.backoff-base", "200ms"));
    }

    @BeforeEach
    void begin() {
        person.signsUp("Lee Miller", "lee-" + System.nanoTime() + "@example.org");
        person.marksThePage();
    }

    @Test
    void of_several_files_the_good_ones_develop_and_the_other_says_why_it_does_not() throws IOException {
        Path folder = Files.createTempDirectory("photos");
        Path first = Files.write(folder.resolve("first.jpg"), Pictures.jpeg(1200, 900));
        Path second = Files.write(folder.resolve("second.jpg"), Pictures.jpeg(900, 1200));
        Path none = Files.writeString(folder.resolve("none.jpg"), "This is no picture.");

        person.choosesMany("Choose photos, or drop them here", first, second, none);
        person.presses("Develop the photos");

        person.sees(2, ".photo .state", "complete");
        person.seesPictures(2);
        person.sees(".photo .problem", "not a JPEG");
        person.sees(".waited", "POST /photos");
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        new Screenshots(chromium.driver()).shoot("gallery-refused");
        person.presses("Dismiss");
        person.seesExactly(2, ".photo");
    }

    @Test
    void a_card_is_there_at_once_and_an_upload_can_be_cancelled() throws IOException {
        Path picture = Files.write(Files.createTempDirectory("photos").resolve("slow.jpg"), Pictures.jpeg(3000, 2000));
        chromium.slowsDown(1500);

        person.chooses("Choose photos, or drop them here", picture);
        person.presses("Develop the photos");
        person.sees(".gallery .photo [role=status]", "uploading");
        person.sees(".gallery .photo-name", "slow.jpg");
        person.sees(".waited[data-counting]", "POST /photos");
        new Screenshots(chromium.driver()).shoot("gallery-uploading");
        person.presses("Cancel");

        person.seesNo(".photo");
        person.sees(".nothing", "No photos yet");
        chromium.slowsDown(-1);
    }

    @Test
    void a_print_is_looked_at_large_by_keyboard_and_a_photo_is_deleted() {
        person.presses("Develop three samples");
        person.sees(3, ".photo .state", "complete");
        person.seesPictures(3);
        person.marksThePage();

        person.focuses(".paper a");
        person.pressesKey(Keys.ENTER.toString());
        person.sees(".lightbox-count", "1 of 3");
        person.pressesKey(Keys.ARROW_RIGHT.toString());
        person.sees(".lightbox-count", "2 of 3");
        new Screenshots(chromium.driver()).shoot("lightbox");
        person.pressesKey(Keys.ESCAPE.toString());
        person.seesNo(".lightbox");

        person.presses("Delete");
        person.seesExactly(2, ".photo");
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void sixty_photos_wait_in_a_row_and_neither_a_long_name_nor_a_long_reason_breaks_the_page() throws IOException {
        Path folder = Files.createTempDirectory("photos");
        Path[] pictures = new Path[60];
        for (int i = 0; i < pictures.length; i++) {
            String name = "%02d-%s.jpg".formatted(i, "w".repeat(53));
            pictures[i] = Files.write(folder.resolve(name), Pictures.jpeg(400, 300));
        }

        person.choosesMany("Choose photos, or drop them here", pictures);
        person.presses("Develop the photos");
        person.sees(60, ".photo", "");
        person.sees(".photo .facts", "in the queue");
        new Screenshots(chromium.driver()).shoot("gallery-sixty");

        person.sees(60, ".photo .state", "complete");
        new TestDatabase(darkroom)
                .execute(
                        """
                        UPDATE photo SET status = 'FAILED', error = repeat('no space left on the device; ', 104)
                        WHERE id IN (SELECT id FROM photo ORDER BY accepted_at DESC LIMIT 2)
                        """);
        person.visits("/photos", "Photos");
        person.sees(2, ".photo .error", "no space left");
        new Screenshots(chromium.driver()).shoot("gallery-long-reason");
    }

    @Test
    void a_photo_that_has_failed_is_tried_again_from_its_card() {
        person.follows("Lab", "Lab");
        person.presses("Fill the disk");
        person.sees(".notice-line", "the disk is full");
        person.follows("Photos", "Photos");
        person.presses("Develop three samples");
        person.sees(3, ".photo .state", "failed");
        new Screenshots(chromium.driver()).shoot("gallery-failed");
        person.presses("Repair");
        person.seesNo(".notice-line");
        person.marksThePage();

        person.presses("Retry");

        person.sees(".photo .state", "complete");
        person.seesPictures(1);
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }
}
