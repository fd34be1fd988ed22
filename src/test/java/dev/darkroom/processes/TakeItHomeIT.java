package dev.darkroom.processes;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package {@code jobs} in another application, as {@code take-it-home.md} describes it. */
@Tag("processes")
class TakeItHomeIT {

    /** An application without jobs but for one handler. */
    private static final Path EMPTY = Path.of("src", "test", "take-it-home");

    private static final List<String> COPIED = List.of(
            "mvnw",
            ".mvn",
            "src/main/java/dev/darkroom/jobs",
            "src/main/resources/db/migration/V1__jobs.sql",
            "src/main/resources/db/migration/V8__jobs_claimed_by_the_pick.sql",
            "src/main/resources/db/migration/V12__jobs_listed_by_kind.sql",
            "src/main/resources/db/migration/V16__jobs_handed_over.sql");

    private static final List<String> COPIED_SECTIONS = List.of("# --- database", "# --- background work");

    @TempDir
    Path application;

    @Test
    void a_copy_of_the_package_finishes_the_job_of_a_killed_process_with_one_effect() throws Exception {
        assemble();
        build();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ApplicationProcess copy = new ApplicationProcess("take-it-home")
                        .in(application)
                        .with("quarkus.datasource.jdbc.url", url(postgres))
                        .with("darkroom.jobs.lease", "4s")
                        .with("darkroom.jobs.heartbeat", "400ms")
                        .start()) {
            Path lines = application.resolve("lines.txt");
            given().port(copy.port()).post("/lines/hello").then().statusCode(202);
            await("the effect").until(() -> lines.toFile().length() > 0);

            copy.kill();
            copy.start();

            await("the second run").until(() -> state(copy, "hello").equals("COMPLETE in attempt 2"));
            assertThat(lines).hasContent("hello\n");
        }
    }

    @Test
    void a_job_without_a_record_is_a_class_of_under_25_lines() throws IOException {
        String handler = Files.readString(EMPTY.resolve("src/main/java/org/acme/AppendLineHandler.java"));

        assertThat(handler.substring(handler.indexOf("/**")).lines()).hasSizeLessThan(25);
    }

    private void assemble() throws IOException {
        copy(EMPTY, application);
        for (String path : COPIED) {
            copy(Path.of(path), application.resolve(path));
        }
        String settings = "src/main/resources/application.properties";
        Files.writeString(application.resolve(settings), sections(settings), StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static String sections(String settings) throws IOException {
        return Stream.of(Files.readString(Path.of(settings)).split("(?m)^(?=# --- )"))
                .filter(section -> COPIED_SECTIONS.stream().anyMatch(section::startsWith))
                .collect(Collectors.joining());
    }

    /** Offline, so that it needs only what the build of Darkroom has downloaded. */
    private void build() throws IOException, InterruptedException {
        String repository = "-Dmaven.repo.local=" + System.getProperty("localRepository");
        Process maven = new ProcessBuilder("timeout", "300", "sh", "mvnw", "-o", "-B", "-q", repository, "package")
                .directory(application.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(maven.getInputStream().readAllBytes(), UTF_8);
        assertThat(maven.waitFor()).as(output).isZero();
    }

    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    private static String state(ApplicationProcess copy, String line) {
        return given().port(copy.port()).get("/lines/" + line).asString();
    }
}
