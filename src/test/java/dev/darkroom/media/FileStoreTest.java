package dev.darkroom.media;

import static dev.darkroom.media.Uploads.accepted;
import static dev.darkroom.media.Uploads.assertSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are published atomically, deleted with their photo, and swept when no photo refers to them. */
@QuarkusTest
class FileStoreTest {

    @Inject
    FileStore files;

    @Inject
    FileSweeper sweeper;

    @Inject
    PhotoDeletion deletion;

    @Inject
    ImageResizer resizer;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    private ApiVisitor visitor;

    @BeforeEach
    void signUp() {
        visitor = ApiVisitor.signedUp();
    }

    @AfterEach
    void resume() {
        Database.sql("DELETE FROM lab_fault");
    }

    @Test
    void a_deleted_photo_is_gone_with_its_files() {
        UUID id = complete();

        visitor.request().delete("/photos/" + id).then().statusCode(204);

        visitor.request().get("/photos/" + id + "/status").then().statusCode(404);
        assertThat(folder(id)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-rename", "after-rename", "before-settle"})
    void a_photo_deleted_while_it_is_processed_does_not_come_back(String point) {
        UUID id = pausedAt(point);

        visitor.request().delete("/photos/" + id).then().statusCode(204);
        resume();

        await().during(Duration.ofMillis(500)).until(() -> Files.notExists(folder(id)));
        visitor.request().get("/photos/" + id + "/status").then().statusCode(404);
        assertThat(visitor.json("/photos").getList("")).isEmpty();
        assertThat(job(id).state).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void a_run_whose_photo_was_deleted_removes_its_files() {
        UUID id = pausedAt("before-rename");

        deletion.deleteRecord(id);
        resume();

        await().until(() -> Files.notExists(folder(id)));
        assertThat(job(id).state).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void the_same_picture_of_two_visitors_is_two_photos() {
        ApiVisitor other = ApiVisitor.signedUp();
        byte[] picture = Pictures.jpeg(60, 30);
        JsonPath mine = visitor.awaitComplete(accepted(visitor, "a.jpg", picture));
        JsonPath theirs = other.awaitComplete(accepted(other, "a.jpg", picture));

        visitor.request().delete("/photos/" + mine.getString("id")).then().statusCode(204);

        assertSize(other, theirs.getString("links.large"), 60, 30);
        assertThat(files.original(UUID.fromString(theirs.getString("id")))).exists();
    }

    @Test
    void the_sweeper_keeps_the_files_of_a_running_job() throws IOException {
        UUID id = pausedAt("after-rename");
        age(folder(id), Duration.ofDays(1));

        sweeper.sweep();

        assertThat(folder(id)).isDirectoryContaining("glob:**large*.jpg").isDirectoryContaining("glob:**original");
        resume();
        String large = visitor.awaitComplete("/photos/" + id + "/status").getString("links.large");
        assertSize(visitor, large, 40, 20);
    }

    @Test
    void the_sweeper_removes_old_temporary_files() throws IOException {
        UUID id = complete();
        Path old = Files.createFile(folder(id).resolve("large.jpg.old.part"));
        Path young = Files.createFile(folder(id).resolve("large.jpg.young.part"));
        age(old, Duration.ofMinutes(61));
        age(young, Duration.ofMinutes(59));

        sweeper.sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertSize(visitor, "/photos/" + id + "/large", 40, 20);
        Files.delete(young);
    }

    @Test
    void the_sweeper_removes_old_files_without_a_photo() throws IOException {
        UUID known = complete();
        UUID young = orphan(Duration.ofMinutes(59));
        UUID old = orphan(Duration.ofMinutes(61));
        age(folder(known), Duration.ofDays(1));

        sweeper.sweep();

        assertThat(files.original(old)).doesNotExist();
        assertThat(files.original(young)).exists();
        assertThat(files.original(known)).exists();
    }

    @Test
    void the_sweeper_removes_old_uploads() throws IOException {
        Path uploads = Files.createDirectories(home.resolve("uploads"));
        Path old = Files.createTempFile(uploads, "old", null);
        Path young = Files.createTempFile(uploads, "young", null);
        age(old, Duration.ofMinutes(61));
        age(young, Duration.ofMinutes(59));

        sweeper.sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        Files.delete(young);
    }

    @Test
    void a_file_that_cannot_be_written_leaves_nothing_behind() throws IOException {
        UUID photo = orphan(Duration.ZERO);
        files.publish(photo, "thumb-0123456789abcdef.jpg", UUID.randomUUID(), out -> out.write(1));

        assertThatThrownBy(() -> files.publish(photo, "large-0123456789abcdef.jpg", UUID.randomUUID(), out -> {
                    out.write(1);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(FileStore.FileStoreFailure.class)
                .hasMessageContaining("the disk is full");

        assertThat(folder(photo)).isDirectoryNotContaining("glob:**large*");
        assertThat(files.original(photo)).exists();
        assertThat(files.find(photo, "thumb-0123456789abcdef.jpg")).isPresent();
    }

    @Test
    void a_file_that_cannot_be_renamed_is_retried_until_it_can() throws IOException {
        UUID id = pausedAt("before-rename");
        Path target = folder(id).resolve(photo(id).fileName(Rendition.LARGE));
        Path obstacle = Files.createDirectories(target.resolve("obstacle"));

        resume();

        JsonPath waiting = visitor.await("/photos/" + id + "/status", status -> status.getInt("attempt") > 1);
        assertThat(waiting.getString("error")).contains("cannot be stored");
        Files.delete(obstacle);
        Files.delete(target);
        visitor.awaitComplete("/photos/" + id + "/status");
        assertThat(folder(id)).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_missing_original_is_a_failure_of_the_file_store_and_not_a_damaged_picture() {
        assertThatThrownBy(() -> resizer.decode(files.original(UUID.randomUUID()), 200))
                .isInstanceOf(FileStore.FileStoreFailure.class);
    }

    private UUID complete() {
        JsonPath status = visitor.awaitComplete(accepted(visitor, "a.jpg", Pictures.jpeg(40, 20)));
        return UUID.fromString(status.getString("id"));
    }

    /** Returns a photo whose job waits at a crash point. */
    private UUID pausedAt(String point) {
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
        String status = accepted(visitor, "a.jpg", Pictures.jpeg(40, 20));
        UUID id = UUID.fromString(visitor.json(status).getString("id"));
        await(point).until(() -> isPaused(id));
        return id;
    }

    private static boolean isPaused(UUID photo) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobEvent.of(job(photo).id).stream().anyMatch(event -> event.step == JobEvent.Step.FAULT));
    }

    private static Job job(UUID photo) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Job.find(ResizePhoto.KIND, photo.toString()).orElseThrow());
    }

    private static Photo photo(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Photo.findById(id));
    }

    private Path folder(UUID photo) {
        return files.original(photo).getParent();
    }

    private UUID orphan(Duration age) throws IOException {
        UUID id = UUID.randomUUID();
        files.keepOriginal(id, Files.createTempFile(home, "upload", null));
        age(folder(id), age);
        return id;
    }

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }
}
