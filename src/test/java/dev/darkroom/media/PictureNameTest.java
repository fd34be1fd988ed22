package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.HostileNames;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureNameTest {

    @ParameterizedTest
    @MethodSource("names")
    void of_a_name_only_that_is_shown_which_can_be_seen(Map.Entry<String, String> name) {
        assertThat(new PictureName(name.getKey()).shown()).isEqualTo(name.getValue());
    }

    static Stream<Map.Entry<String, String>> names() {
        return HostileNames.all().entrySet().stream();
    }

    @Test
    void who_sends_no_name_has_a_picture_all_the_same() {
        assertThat(new PictureName(null).shown()).isEqualTo("untitled");
    }

    @Test
    void what_is_shown_stays_as_it_is_when_it_is_shown_again() {
        names().map(Map.Entry::getValue)
                .forEach(shown -> assertThat(new PictureName(shown).shown()).isEqualTo(shown));
    }

    @ParameterizedTest
    @CsvSource({
        "harbour.jpg,           jpeg, harbour.jpg",
        "harbour.JPEG,          jpeg, harbour.jpg",
        "page.html,             jpeg, page.jpg",
        "a.jpg.exe,             png,  a.jpg.png",
        "no extension,          webp, no extension.webp",
        "Photo 12.03.2026,      jpeg, Photo 12.03.2026.jpg",
        ".htaccess,             png,  htaccess.png",
        "..,                    png,  photo.png",
        "C:cat.jpg,             jpeg, C_cat.jpg",
        "a\"b;c.jpg,            jpeg, a_b;c.jpg",
        "%2e%2e.jpg,            jpeg, _2e_2e.jpg"
    })
    void a_download_is_named_after_the_picture_and_its_format(String name, String format, String file) {
        assertThat(new Download(name, format).disposition()).startsWith("attachment; filename=\"" + file + "\"; ");
    }

    @Test
    void a_name_beyond_ascii_is_sent_twice() {
        assertThat(new Download("Café \uD83D\uDE80*.png", "png").disposition())
                .isEqualTo("attachment; filename=\"Caf_ __.png\"; filename*=UTF-8''Caf%C3%A9%20%F0%9F%9A%80_.png");
    }
}
