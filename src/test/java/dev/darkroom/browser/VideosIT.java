package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The videos page. */
class VideosIT extends BrowserTest {

    /** The film and the sentence beside its strip. */
    private static final String FILM =
            """
            JSON.stringify([...document.querySelectorAll('.frames > *')].map(it => [it.className, {...it.dataset},
              it.querySelector('img')?.getAttribute('src'), it.textContent])) + document.querySelector('.kept').innerText
            """;

    @BeforeEach
    void begin() {
        user.signUp("Eadweard Muybridge");
        user.visit("/videos", "Videos");
        // The frames of a video go when it is complete.
        chromium.expectErrors("/frames/");
    }

    @Test
    void a_video_is_cancelled_in_the_middle_and_another_of_unknown_length_is_complete() {
        screenshots.take("empty-videos");
        user.press("Transcode the sample");
        user.see(2, ".frame[data-done]", "");
        user.press("Cancel");
        user.see(".video .state", "cancelled");
        user.see(".video", "by you, in segment ");
        user.see(".video", "The worker is fenced");
        screenshots.take("videos-cancelled");

        pauseAt("before-rename");
        user.choose("Choose a file", Path.of("src", "test", "resources", "videos", "browser.webm"));
        user.see("[data-segment]", "segment 1");
        user.visit("/videos", "Videos");
        user.see("[data-segment]", "segment 1");
        user.markThePage();
        resume();
        user.see(".video .state", "complete");
        user.see(".video video", "");
        user.press("Delete");
        user.seeNo(".video video");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void after_a_kill_in_the_middle_the_next_attempt_starts_where_the_last_one_ended() {
        user.press("Transcode the sample");
        user.see(3, ".frame[data-done]", "");
        pauseAt("before-rename");
        chromium.driver().executeScript("document.querySelector('[data-notices]').remove()");
        screenshots.take("videos-transcoding");
        user.markThePage();

        user.expectKill();
        darkroom.kill();
        user.see(".video .state", "lease out within");
        user.see(".kept", "segments are kept.");
        user.see(".kept", "The next attempt starts at segment");
        darkroom.start();
        sql("UPDATE job SET leased_until = now() WHERE state = 'RUNNING'");
        user.see(".kept", "segments were kept.");
        user.see(".frame[data-now]", "");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        screenshots.take("videos-killed");
        String drawn = user.evaluate(FILM);
        user.visit("/videos", "Videos");
        assertThat(user.evaluate(FILM)).as("drawn by the server").isEqualTo(drawn);

        resume();
        user.see(".video .state", "complete");
        user.see(".kept", "segments were kept. Attempt 2 made the rest.");
        chromium.driver().executeScript("const it = document.querySelector('video'); it.muted = true; it.play()");
        user.countAtLeast(1, "Math.floor(10 * document.querySelector('video').currentTime)");
        screenshots.take("videos-playing");
        chromium.expectLostConnections();
    }
}
