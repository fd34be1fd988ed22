package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The photos page. */
@Order(2)
class GalleryIT extends BrowserTest {

    private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");

    /** A photo of which only a dead process knew, and one that has failed. */
    private static final String LOST_AND_FAILED =
            """
            INSERT INTO process_run (id, name, role, ended_at)
            VALUES ('8233a1b2-0000-4000-8000-000000000000', 'process 8233-a1b2', 'ALL', now()) ON CONFLICT DO NOTHING;
            INSERT INTO photo (id, owner_id, name, content_hash, width, height, status, mode, process_run, done, total,
                               error, rejected, accepted_at, started_at, finished_at, request_ms)
            SELECT gen_random_uuid(), photo.owner_id, new.name, 'none', 4, 3, new.status, new.mode,
                   '8233a1b2-0000-4000-8000-000000000000', 0, 3, new.error, new.error IS NOT NULL, now(), now(),
                   CASE new.status WHEN 'FAILED' THEN now() + interval '0.8 s' END, 31
              FROM (SELECT owner_id FROM photo ORDER BY accepted_at DESC LIMIT 1) photo,
                   (VALUES ('IMG_7.jpg', 'PROCESSING', 'VOLATILE', NULL),
                           ('notes.jpg', 'FAILED', 'VOLATILE', 'The picture cannot be decoded: the file is damaged.'))
                   new (name, status, mode, error);
            """;

    /** The places of all prints, from the first one. A notice moves the whole page. */
    private static final String PLACES =
            """
            const [first, ...prints] = [...document.querySelectorAll('.print')].map(it => it.getBoundingClientRect());
            return prints.map(({ left, top }) => [Math.round(left - first.left), Math.round(top - first.top)].join());
            """;

    /** A file as the browser shows it, beside its large rendition. */
    private static final String CONTACT =
            """
            <figure style="display: inline-block; margin: 6px; font: 14px sans-serif">
              <img style="height: 100px; max-width: 190px" src="%s"> <img style="height: 100px; max-width: 190px" src="%s">
              <figcaption>%s</figcaption></figure>
            """;

    private static final String NOTE_KEYS =
            """
            window.keys = [];
            const set = XMLHttpRequest.prototype.setRequestHeader;
            XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
              if (name === 'Idempotency-Key') keys.push(value);
              set.call(this, name, value);
            };
            """;

    @BeforeEach
    void begin() {
        user.signUp("Lee Miller");
        user.markThePage();
    }

    @Test
    void good_files_are_processed_and_a_bad_one_says_why_it_is_not() throws IOException {
        Path folder = Files.createTempDirectory("photos");
        Path first = Files.write(folder.resolve("first.jpg"), Pictures.jpeg(1200, 900));
        Path second = Files.write(folder.resolve("second.jpg"), Pictures.jpeg(900, 1200));
        Path none = Files.writeString(folder.resolve("none.jpg"), "This is no picture.");

        user.choose("Choose files", first, second, PICTURES.resolve("cut-off.jpg"), none);

        user.see(3, ".photo .state", "complete");
        user.seePictures(3);
        user.see(".photo", "The file ends early: the lower part of the picture is missing.");
        user.see(".photo .problem", "not a JPEG");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        screenshots.take("photos-warning");
        user.press("Dismiss");
        user.seeExactly(3, "[data-gallery] > .photo");
    }

    @Test
    void each_kind_of_picture_is_on_the_contact_sheet() throws IOException {
        ApiVisitor visitor = new ApiVisitor(darkroom.port());
        visitor.signUp("durable");
        List<Path> files;
        try (Stream<Path> all = Files.list(PICTURES)) {
            files = all.filter(file -> file.toString().matches(".*(?<!ref)\\.(jpg|png|webp)"))
                    .sorted()
                    .toList();
        }
        Map<Path, String> statuses = new LinkedHashMap<>();
        for (Path file : files) {
            Response accepted = visitor.upload("durable", file.getFileName().toString(), Files.readAllBytes(file));
            statuses.put(file, accepted.jsonPath().getString("photos[0].links.self"));
        }
        Path folder = Files.createDirectories(Path.of("target", "contact-sheet"));
        StringBuilder sheet = new StringBuilder("<!doctype html><title>Contact sheet</title><main class=gallery>");
        for (Path file : files) {
            JsonPath photo = visitor.awaitComplete(statuses.get(file));
            Path rendition = folder.resolve(file.getFileName() + ".jpg");
            URLConnection download = new URL(darkroom.url() + photo.getString("links.large")).openConnection();
            download.setRequestProperty("Cookie", visitor.cookies());
            Files.copy(download.getInputStream(), rendition, StandardCopyOption.REPLACE_EXISTING);
            sheet.append(CONTACT.formatted(file.toAbsolutePath().toUri(), rendition.getFileName(), file.getFileName()));
        }
        Path page = Files.writeString(folder.resolve("index.html"), sheet);

        chromium.driver().get(page.toAbsolutePath().toUri().toString());

        user.seePictures(2 * files.size());
        screenshots.whole("contact-sheet");
    }

    @Test
    void a_card_appears_at_once_and_its_upload_can_be_cancelled() throws IOException {
        Path picture = Files.write(Files.createTempDirectory("photos").resolve("slow.jpg"), Pictures.jpeg(3000, 2000));
        chromium.limitUploads(1500);

        user.choose("Choose files", picture);
        user.see(".photo[data-phase=uploading] [role=status]", "uploading");
        user.see(".state-figure", "slow.jpg");
        screenshots.picture("photos-uploading", false);
        user.press("Cancel");

        user.seeNo("[data-gallery] > .photo");
        user.see(".empty", "Nothing hangs here yet.");
        chromium.limitUploads(-1);
    }

    @Test
    void a_batch_keeps_its_idempotency_key_when_it_is_sent_again_and_the_next_one_has_another() throws IOException {
        Path picture = Files.write(Files.createTempDirectory("photos").resolve("again.jpg"), Pictures.jpeg(400, 300));
        chromium.driver().executeScript(NOTE_KEYS);

        chromium.expectErrors("ERR_INTERNET_DISCONNECTED");
        chromium.goOffline(true);
        user.choose("Choose files", picture);
        user.see(".photo [role=status]", "The connection broke.");
        chromium.goOffline(false);
        user.press("Send again");
        user.see(".photo .state", "complete");
        user.choose("Choose files", picture);
        user.see(2, ".photo .state", "complete");

        assertThat(chromium.driver()
                        .executeScript("return [keys[0] === keys[1], keys[1] === keys[2], keys.length].join()"))
                .isEqualTo("true,false,3");
    }

    @Test
    void a_photo_is_enlarged_by_keyboard_and_deleted() {
        user.press("Develop three samples");
        user.see(3, ".photo .state", "complete");
        user.seePictures(3);
        user.markThePage();

        user.focus(".print-picture");
        user.pressKey(Keys.ENTER);
        user.see(".lightbox-count", "1 of 3");
        user.pressKey(Keys.ARROW_RIGHT);
        user.see(".lightbox-count", "2 of 3");
        screenshots.take("lightbox");
        user.pressKey(Keys.ESCAPE);
        user.seeNo(".lightbox");

        user.press("Delete");
        user.seeExactly(2, "[data-gallery] > .photo");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void prints_of_every_state_stay_where_they_are_and_without_an_answer_only_a_lease_glows() {
        screenshots.take("empty-photos");
        screenshots.assertInside(".drop", ".empty .print", ".empty-strip", ".empty-text");
        user.press("Develop three samples");
        user.see(3, ".photo .state", "complete");
        sql(LOST_AND_FAILED);
        pauseAt("before-rename");
        user.press("Develop three samples");
        user.see(2, ".photo .state", "developing");
        user.see(".photo .state", "queued, #1");
        user.see(".print", "Only process 8233-a1b2 knew about this photo.");
        chromium.driver().executeScript("document.querySelector('[data-notices]').remove()");
        user.focus(".print-picture[href]");
        screenshots.take("photos");
        screenshots.assertInside(".drop", ".print", ".photo .state-line", ".photo .strip");
        screenshots.assertTouchTargets(".print-actions :is(a, button), .drop-actions :is(.button, button)");
        Object places = chromium.driver().executeScript(PLACES);

        chromium.expectErrors("ERR_INTERNET_DISCONNECTED");
        chromium.goOffline(true);
        user.see("[data-outage-bar]", "No process answers.");
        user.see(2, ".photo .state", "lease out within");
        screenshots.take("process-gone");
        screenshots.assertInside(".outage", ".drop-actions", ".print", ".photo .state-line", ".photo .strip");
        chromium.goOffline(false);
        user.seeNo(".outage");

        resume();
        user.see(6, ".photo .state", "complete");
        assertThat(chromium.driver().executeScript(PLACES)).isEqualTo(places);
    }

    @Test
    void sixty_photos_long_names_and_long_reasons_do_not_break_the_page() throws IOException {
        Path folder = Files.createTempDirectory("photos");
        Path[] pictures = new Path[60];
        for (int i = 0; i < pictures.length; i++) {
            String name = "%02d-%s.jpg".formatted(i, "w".repeat(53));
            pictures[i] = Files.write(folder.resolve(name), Pictures.jpeg(400, 300));
        }

        user.choose("Choose files", pictures);
        user.see(60, ".photo", "");
        user.see(".photo .state", "queued, #");
        user.see(60, ".photo .state", "complete");
        sql(
                """
                        UPDATE photo SET status = 'FAILED', error = repeat('no space left on the device; ', 104)
                        WHERE id IN (SELECT id FROM photo ORDER BY accepted_at DESC LIMIT 2)
                        """);
        user.visit("/photos", "Photos");
        user.see(2, ".photo .error", "no space left");
        screenshots.phone("photos-sixty");
    }

    @Test
    void a_failed_photo_is_retried_from_its_card() {
        sql("INSERT INTO lab_fault (name, value) VALUES ('disk', 'full')");
        user.see(".notice-line", "the disk is full");
        user.press("Develop three samples");
        user.see(3, ".photo .state", "failed");
        user.press("Repair");
        user.seeNo(".notice-line");
        user.markThePage();

        user.press("Retry");

        user.see(".photo .state", "complete");
        user.seePictures(1);
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }
}
