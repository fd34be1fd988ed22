package dev.darkroom.media;

import static dev.darkroom.media.PhotoUploads.accepted;
import static dev.darkroom.media.PhotoUploads.assertSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.media.RecordDeletion.StoredType;
import dev.darkroom.media.UploadType.Incoming;
import dev.darkroom.media.UploadType.Stored;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are published atomically, deleted with their photo, and swept when no photo refers to them. */
@QuarkusTest
class FileStoreTest {

    private static final Path OTHER_DISK = Path.of("/dev/shm");

    @Inject
    FileStore files;

    @Inject
    @Others
    FileStore others;

    @Inject
    PhotoUpload upload;

    @Inject
    PhotoUpload.Settings settings;

    @Inject
    DecodingMemory memory;

    @Inject
    Jobs jobs;

    @Inject
    RecordDeletion deletion;

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
        assertCancelled(id);
    }

    @Test
    void a_run_whose_photo_was_deleted_removes_its_files() {
        UUID id = pausedAt("before-rename");

        deletion.deleteRecord(QuarkusTransaction.requiringNew().call(() -> Photo.findById(id)));
        resume();

        await().until(() -> Files.notExists(folder(id)));
        assertCancelled(id);
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
        age(folder(id), 61);

        deletion.sweep();

        assertThat(folder(id)).isDirectoryContaining("glob:**large*.jpg").isDirectoryContaining("glob:**original");
        resume();
        String large = visitor.awaitComplete("/photos/" + id + "/status").getString("links.large");
        assertSize(visitor, large, 40, 20);
    }

    @Test
    void the_sweeper_removes_old_temporary_files() throws IOException {
        UUID id = complete();
        Path old = age(Files.createFile(folder(id).resolve("large.jpg.old.part")), 61);
        Path young = age(Files.createFile(folder(id).resolve("large.jpg.young.part")), 59);

        deletion.sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertSize(visitor, "/photos/" + id + "/large", 40, 20);
        Files.delete(young);
    }

    @Test
    void the_sweeper_removes_old_files_without_a_photo() throws IOException {
        UUID known = complete();
        UUID young = orphan(59);
        UUID old = orphan(61);
        Path run = Files.createDirectory(folder(known).resolve("run"));
        Path unnamed = age(Files.createFile(run.resolve("large.jpg")), 61);
        Path unfinished = Files.createFile(run.resolve("medium.jpg"));
        age(folder(known), 61);
        Path oldUpload = age(Files.createTempFile(home.resolve("uploads"), "old", null), 61);
        Path youngUpload = age(Files.createTempFile(home.resolve("uploads"), "young", null), 59);

        deletion.sweep();

        assertSize(visitor, "/photos/" + known + "/large", 40, 20);
        assertThat(files.original(known)).exists();
        assertThat(unnamed).doesNotExist();
        assertThat(unfinished).exists();
        Files.delete(unfinished);
        Files.delete(run);
        assertThat(files.original(young)).exists();
        assertThat(files.original(old)).doesNotExist();
        assertThat(oldUpload).doesNotExist();
        assertThat(youngUpload).exists();
        Files.delete(youngUpload);
    }

    @Test
    void the_sweeper_goes_on_past_foreign_files() throws IOException {
        UUID old = orphan(61);
        Path store = folder(old).getParent();
        Path file = age(Files.createFile(store.resolve(".DS_Store")), 61);
        Path folder = age(Files.createDirectory(store.resolve("lost+found")), 61);
        Path noFolder = age(Files.createFile(store.resolve(UUID.randomUUID().toString())), 61);
        Files.createFile(Files.createDirectory(folder(old).resolve("run")).resolve(".DS_Store"));
        UUID last = orphan(61);
        age(folder(old), 61);

        deletion.sweep();

        assertThat(files.original(old)).doesNotExist();
        assertThat(files.original(last)).doesNotExist();
        assertThat(List.of(file, folder, noFolder)).allMatch(Files::exists);
        assertThat(folder(old)).doesNotExist();
        for (Path foreign : List.of(file, folder, noFolder)) {
            Files.delete(foreign);
        }
    }

    /** Root may write anywhere, so a file stands where the folder should be. */
    @ParameterizedTest
    @ValueSource(strings = {"photos", "uploads"})
    void an_upload_that_cannot_be_written_gets_503_with_a_reason_and_leaves_nothing(String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Path kept = Files.move(folder, home.resolve(name + "-kept"));
        Files.createFile(folder);
        try {
            for (Response answer : List.of(
                    visitor.upload("durable", "a.jpg", Pictures.jpeg(40, 20)),
                    visitor.in("inline").post("/photos/samples"))) {
                answer.then()
                        .statusCode(503)
                        .header("Retry-After", "30")
                        .body("detail", startsWith("The server's disk is full or cannot be written"));
            }
        } finally {
            Files.delete(folder);
            Files.move(kept, folder);
        }
        assertThat(visitor.json("/photos").getList("")).isEmpty();
        assertThat(home.resolve("uploads")).isEmptyDirectory();
        accepted(visitor, "a.jpg", Pictures.jpeg(40, 20));
    }

    /** A file is moved into the store by a rename, which fails from another disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_batch_of_which_a_file_cannot_be_stored_leaves_none_of_its_files() throws IOException {
        Path photos = Files.createDirectories(home.resolve("photos"));
        long before = count(photos);
        Path first = Files.write(Files.createTempFile(home, "upload", null), Pictures.jpeg(40, 20));
        Uploads uploads = new Uploads(null, null, null, null, null, null, null);
        Uploads.Batch<PictureHeader> batch = new Uploads.Batch<>(upload, new LinkedHashMap<>(), new ArrayList<>());
        Path elsewhere = Files.write(Files.createTempFile(OTHER_DISK, "upload", null), Pictures.jpeg(40, 20));

        assertThatThrownBy(() ->
                        uploads.store(List.of(new Incoming("a.jpg", first), new Incoming("b.jpg", elsewhere)), batch))
                .isInstanceOf(FileStore.FileStoreFailure.class);

        assertThat(batch.stored()).hasSize(1);
        assertThat(count(photos)).isEqualTo(before);
        Files.delete(elsewhere);
    }

    @Test
    void the_sweeper_goes_on_past_vanishing_files() throws IOException {
        List<UUID> old = List.of(orphan(61), orphan(61));
        List<UUID> asked = new ArrayList<>();

        files.sweep(Duration.ofHours(1), photo -> {
            asked.add(photo);
            old.forEach(files::delete);
            return Optional.of(name -> true);
        });

        assertThat(asked).containsAnyElementsOf(old);
        assertThat(folder(old.get(0))).doesNotExist();
    }

    @Test
    @ActivateRequestContext
    void a_sweep_asks_which_files_a_record_names() {
        UUID complete = complete();
        UUID cancelled = complete();
        Database.sql("UPDATE photo SET status = 'FAILED', error = 'cancelled', cancelled_by = 'me' WHERE id = '"
                + cancelled + "'");
        UUID lost = complete();
        Database.sql(
                "UPDATE photo SET status = 'PROCESSING', finished_at = NULL, mode = 'VOLATILE', accepted_at = now() - interval '25 h'"
                        + " WHERE id = '" + lost + "'");
        UUID working = pausedAt("before-rename");
        AtomicReference<Function<UUID, Optional<Predicate<String>>>> asked = new AtomicReference<>();
        DiskFileStore store = new DiskFileStore() {
            @Override
            public void sweep(Duration age, Function<UUID, Optional<Predicate<String>>> named) {
                asked.set(named);
            }
        };
        StoredType photos = new StoredType(Photo.class, ResizePhoto.KIND, store);
        new RecordDeletion(jobs, Photo.getEntityManager(), List.of(photos), home.resolve("uploads")).sweep();

        Photo photo = QuarkusTransaction.requiringNew().call(() -> Photo.findById(complete));
        assertThat(asked.get().apply(complete).orElseThrow())
                .accepts("original", photo.fileName(Rendition.THUMB), photo.fileName(Rendition.LARGE))
                .rejects(UUID.randomUUID() + "/" + photo.fileName(Rendition.LARGE), "other");
        assertThat(asked.get().apply(cancelled).orElseThrow()).rejects("original");
        assertThat(asked.get().apply(working).orElseThrow()).accepts(UUID.randomUUID() + "/large.jpg");
        assertThat(asked.get().apply(lost).orElseThrow()).accepts("original").rejects("other");
        assertThat(asked.get().apply(UUID.randomUUID())).isEmpty();
    }

    /** Both have found the photo when the first one deletes it. */
    @Test
    @ActivateRequestContext
    void the_same_photo_is_deleted_by_several_requests_at_once() {
        UUID id = complete();
        QuarkusTransaction.begin();
        Photo.findById(id, LockModeType.PESSIMISTIC_WRITE);

        List<CompletableFuture<Integer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> visitor.request().delete("/photos/" + id).statusCode()))
                .limit(2)
                .toList();
        await().until(() -> Database.count("pg_locks WHERE NOT granted") == 2);
        QuarkusTransaction.commit();

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isIn(204, 404));
        assertThat(folder(id)).doesNotExist();
    }

    @Test
    void a_file_that_cannot_be_written_leaves_nothing_behind() throws IOException {
        UUID photo = orphan(0);
        files.publish(photo, "thumb-0123456789abcdef.jpg", UUID.randomUUID(), out -> out.write(1));

        assertThatThrownBy(() -> files.publish(photo, "large-0123456789abcdef.jpg", UUID.randomUUID(), out -> {
                    out.write(1);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(FileStore.FileStoreFailure.class)
                .hasMessageContaining("the disk is full");
        assertThatThrownBy(() -> files.publish(photo, "large-0123456789abcdef.jpg", UUID.randomUUID(), out -> {
                    throw new IllegalStateException("interrupted");
                }))
                .hasMessage("interrupted");

        assertThat(folder(photo)).isDirectoryNotContaining("glob:**large*");
        assertThat(files.original(photo)).exists();
        assertThat(files.find(photo, "thumb-0123456789abcdef.jpg")).isPresent();
    }

    @Test
    void a_file_that_cannot_be_renamed_is_retried_until_it_can() throws IOException {
        UUID id = pausedAt("before-rename");
        Photo photo = QuarkusTransaction.requiringNew().call(() -> Photo.findById(id));
        Path target = folder(id).resolve(photo.fileName(Rendition.LARGE));
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
    void the_files_of_a_run_are_published_in_its_folder_and_deleted_with_the_record() throws IOException {
        UUID record = orphan(0);
        UUID token = UUID.randomUUID();
        Path run = files.runFolder(record, token);
        assertThat(files.runFolder(record, token))
                .isEqualTo(run)
                .isEqualTo(folder(record).resolve(token.toString()));

        files.publish(record, token + "/00007.ts", token, out -> out.write(7));

        assertThat(run).isDirectoryContaining("glob:**/00007.ts").isDirectoryNotContaining("glob:**.part");
        assertThat(files.find(record, token + "/00007.ts")).contains(run.resolve("00007.ts"));
        files.delete(record);
        assertThat(folder(record)).doesNotExist();
    }

    @Test
    void the_folder_of_a_run_does_not_bring_back_a_deleted_record() throws IOException {
        UUID record = orphan(0);
        files.delete(record);

        assertThatThrownBy(() -> files.runFolder(record, UUID.randomUUID()))
                .isInstanceOf(FileStore.FileStoreFailure.class);

        assertThat(folder(record)).doesNotExist();
    }

    @Test
    void only_the_named_files_of_a_record_are_kept() throws IOException {
        UUID record = orphan(0);
        UUID other = orphan(0);
        UUID token = UUID.randomUUID();
        Files.createFile(files.runFolder(record, token).resolve("00000.ts"));
        for (String name : List.of("video.mp4", "poster.jpg", "video.mp4.old.part")) {
            Files.createFile(folder(record).resolve(name));
        }

        files.keepOnly(record, Set.of("video.mp4", "poster.jpg", "missing"));

        try (Stream<Path> kept = Files.list(folder(record))) {
            assertThat(kept)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("video.mp4", "poster.jpg");
        }
        assertThat(files.original(other)).exists();
        files.delete(record);
        files.keepOnly(UUID.randomUUID(), Set.of());
    }

    @Test
    void the_sweeper_keeps_the_finished_files_of_runs_while_their_record_is_known() throws IOException {
        UUID record = orphan(61);
        Path oldRun = files.runFolder(record, UUID.randomUUID());
        Path youngRun = files.runFolder(record, UUID.randomUUID());
        List<Path> kept = List.of(
                age(Files.createFile(oldRun.resolve("00000.ts")), 61),
                Files.createFile(oldRun.resolve("00001.part")),
                age(Files.createFile(youngRun.resolve("00002.ts")), 61),
                Files.createFile(youngRun.resolve("00003.part")));
        Path old = age(Files.createFile(oldRun.resolve("00004.part")), 61);
        age(oldRun, 61);
        age(folder(record), 61);

        files.sweep(Duration.ofHours(1), id -> Optional.of(name -> true));

        assertThat(kept).allMatch(Files::exists);
        assertThat(old).doesNotExist();
        files.sweep(Duration.ofHours(1), id -> Optional.<Predicate<String>>of(name -> true)
                .filter(known -> !id.equals(record)));
        assertThat(folder(record)).doesNotExist();
    }

    /** A link is removed, not what it points to. */
    @Test
    void a_deleted_record_takes_nothing_outside_of_its_folder_with_it() throws IOException {
        UUID record = orphan(0);
        UUID other = orphan(0);
        Files.createSymbolicLink(folder(record).resolve("link"), folder(other));

        files.delete(record);

        assertThat(folder(record)).doesNotExist();
        assertThat(files.original(other)).exists();
    }

    /** The records of another type have a folder of their own, in which the lab's faults appear too. */
    @Test
    void another_type_of_records_has_a_store_of_its_own() throws IOException {
        UUID record = UUID.randomUUID();
        others.keepOriginal(record, Files.createTempFile(home, "upload", null));
        assertThat(others.original(record))
                .isEqualTo(home.resolve("others/" + record + "/original"))
                .exists();
        assertThat(files.original(record)).doesNotExist();
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('disk', 'full')");

        assertThatThrownBy(() -> others.publish(record, "a", UUID.randomUUID(), out -> out.write(1)))
                .isInstanceOf(FileStore.FileStoreFailure.class)
                .hasMessageContaining("broken in the lab");

        assertThat(others.find(record, "a")).isEmpty();
    }

    /** A limit on all of a visitor's photos holds only in the transaction that saves them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void files_refused_in_their_transaction_get_the_reason_and_leave_nothing(boolean withKey) throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        QuarkusMock.installMockForType(
                new PhotoUpload(files, settings, memory, jobs) {
                    @Override
                    public List<Photo> accept(Collection<Stored<PictureHeader>> pictures, UUID owner) {
                        return QuarkusTransaction.joiningExisting().call(() -> {
                            List<Photo> photos = super.accept(pictures, owner);
                            if (full.get()) {
                                throw new UploadType.UploadRejected(409, "You have %d photos.", 20);
                            }
                            return photos;
                        });
                    }
                },
                PhotoUpload.class);
        long before = count(Files.createDirectories(home.resolve("photos")));
        String key = '"' + UUID.randomUUID().toString() + '"';
        Supplier<Response> samples = () -> visitor.in("inline")
                .headers(withKey ? Map.of("Idempotency-Key", key) : Map.of())
                .post("/photos/samples");

        samples.get()
                .then()
                .statusCode(409)
                .body("title", equalTo("No picture was accepted"))
                .body("photos.status", everyItem(equalTo("refused")))
                .body("photos.name", hasItems("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg"))
                .body("photos.problem.detail", everyItem(equalTo("You have 20 photos.")));

        assertThat(count(home.resolve("photos"))).isEqualTo(before);
        assertThat(visitor.json("/photos").getList("")).isEmpty();
        full.set(false);
        samples.get().then().statusCode(201).body("photos", hasSize(3));
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Others {}

    @Others
    @ApplicationScoped
    static class OtherFileStore extends DiskFileStore {

        OtherFileStore() {
            super("others");
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private UUID complete() {
        JsonPath status = visitor.awaitComplete(accepted(visitor, "a.jpg", Pictures.jpeg(40, 20)));
        return UUID.fromString(status.getString("id"));
    }

    /** Returns a photo whose job waits at a crash point. */
    private UUID pausedAt(String point) {
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
        String id = visitor.upload("durable", "a.jpg", Pictures.jpeg(40, 20)).path("photos[0].id");
        String faults = "job_event JOIN job ON job.id = job_id WHERE step = 'FAULT' AND key = '" + id + "'";
        await(point).until(() -> Database.count(faults) == 1);
        return UUID.fromString(id);
    }

    private static void assertCancelled(UUID photo) {
        assertThat(Database.count("job WHERE state = 'CANCELLED' AND key = '" + photo + "'"))
                .isEqualTo(1);
    }

    private Path folder(UUID photo) {
        return files.original(photo).getParent();
    }

    private UUID orphan(int minutes) throws IOException {
        UUID id = UUID.randomUUID();
        files.keepOriginal(id, Files.createTempFile(home, "upload", null));
        age(folder(id), minutes);
        return id;
    }

    private static Path age(Path path, int minutes) throws IOException {
        Instant then = Instant.now().minus(Duration.ofMinutes(minutes));
        return Files.setLastModifiedTime(path, FileTime.from(then));
    }
}
