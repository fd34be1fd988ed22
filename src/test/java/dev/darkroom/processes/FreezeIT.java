package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that is frozen past its lease and thawed after another worker has done its job. */
@Tag("processes")
class FreezeIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static ProcessFixture fixture;
    private static List<ApplicationProcess> workers;

    @BeforeAll
    static void start() {
        fixture = new ProcessFixture("freeze");
        workers = List.of(fixture.worker(), fixture.worker());
        ApplicationProcess.startAll(workers);
    }

    @AfterEach
    void resume() {
        fixture.resume();
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void a_photo_whose_worker_freezes_is_processed_by_another_and_stays_complete() {
        HttpVisitor ada = fixture.welcomed();
        fixture.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);
        ApplicationProcess frozen = freezePausedWorkerOf(photo);

        JsonNode complete = ada.awaitComplete(photo);
        Map<String, Integer> files = fixture.web().photos().published(photo);
        thawAndExpectFenced(frozen, photo);

        assertThat(ada.get(photo)).isEqualTo(complete);
        assertThat(fixture.web().photos().published(photo)).isEqualTo(files);
        fixture.web().photos().assertResized(photo);
        assertThat(fixture.web().photos().unfinished(photo)).isEmpty();
    }

    @Test
    void a_charge_whose_worker_freezes_after_the_effect_is_found_by_another_and_made_once() {
        HttpVisitor ada = fixture.welcomed();
        fixture.pauseAt("after-effect");
        String charge = ada.pay("durable", 5001);
        ApplicationProcess frozen = freezePausedWorkerOf(charge);
        assertThat(fixture.ledger().statuses(5001)).containsExactly("charged");

        JsonNode complete = ada.awaitComplete(charge);
        thawAndExpectFenced(frozen, charge);

        assertThat(ada.get(charge)).isEqualTo(complete);
        assertThat(fixture.ledger().of(5001))
                .singleElement()
                .matches(entry -> entry.path("deliveries").asInt() == 1, "one request");
    }

    private static ApplicationProcess freezePausedWorkerOf(String status) {
        ApplicationProcess owner = fixture.workerThat("FAULT", HttpVisitor.id(status));
        owner.freeze();
        fixture.resume();
        return owner;
    }

    /** The thawed worker is fenced, logs it, and adds only the note that it was fenced. */
    private static void thawAndExpectFenced(ApplicationProcess frozen, String status) {
        String record = HttpVisitor.id(status);
        List<Timeline.Entry> before = fixture.timeline().of(record);
        frozen.thaw();

        String fenced = record.substring(0, 8) + " fenced";
        await(fenced).until(() -> frozen.log().stream().anyMatch(line -> line.contains(fenced)));
        Timeline.Entry note = fixture.timeline().await(record, entry -> entry.is("FENCED"));
        assertThat(note.isBy(frozen)).isTrue();
        assertThat(note.attempt()).isEqualTo(1);
        assertThat(fixture.timeline().of(record))
                .startsWith(before.toArray(Timeline.Entry[]::new))
                .hasSize(before.size() + 1);
        assertThat(before).extracting(Timeline.Entry::step).contains("RESCUED").endsWith("COMPLETE");
        assertThat(before).filteredOn(entry -> entry.is("COMPLETE")).noneMatch(entry -> entry.isBy(frozen));
        assertThat(before).filteredOn(entry -> entry.is("CLAIMED")).hasSize(2);
    }
}
