package dev.darkroom.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Measures what the project says of itself: {@code ./mvnw verify -Pfigures}, into {@code target/figures.md}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiguresIT {

    private static final List<String> SECTIONS = new ArrayList<>();

    @AfterAll
    static void write() throws IOException {
        String all = "# Figures\n\n" + Machine.sentence() + "\n\n" + String.join("\n", SECTIONS);
        Files.writeString(Path.of("target", "figures.md"), all);
        System.out.println(all);
    }

    @Test
    @Order(1)
    @EnabledIfSystemProperty(named = "figures.cold", matches = "true")
    void from_an_empty_maven_repository() throws IOException {
        SECTIONS.add(new ColdStartFigures().measure());
    }

    @Test
    @Order(2)
    void the_time_of_a_sign_up_in_each_mode() {
        SECTIONS.add(new SignupFigures().measure());
    }

    @Test
    @Order(3)
    void twenty_large_uploads_in_a_small_heap() {
        SECTIONS.add(new UploadFigures().measure());
    }

    @Test
    @Order(4)
    void the_time_until_work_is_begun() {
        SECTIONS.add(new PickUpFigures().measure());
    }

    @Test
    @Order(5)
    void lines_and_tests() throws IOException {
        SECTIONS.add(new SourceFigures().measure());
    }
}
