package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that is frozen past its lease and then goes on as if no time had passed: another one has done its work. */
@Tag("processes")
class FreezeIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static ProcessFixture town;
    private static List<ApplicationProcess> workers;

    @BeforeAll
    static void begin() throws IOException {
        town = new ProcessFixture("freeze");
        workers = List.of(town.worker(), town.worker());
        workers.forEach(ApplicationProcess::launch);
        workers.forEach(ApplicationProcess::awaitReady);
    }

    @AfterEach
    void nobody_is_held() {
        town.resume();
        town.line().answers().open();
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void a_photo_that_froze_in_the_middle_is_developed_by_another_and_stays_complete() {
        HttpVisitor ada = town.welcomed();
        town.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);
        ApplicationProcess frozen = freezeWhoever("FAULT", ada, photo);
        town.resume();

        JsonNode complete = ada.awaitComplete(photo);
        Map<String, Integer> files = town.web().photos().published(photo);
        thawAndSeeFenced(frozen, ada, photo);

        assertThat(ada.get(photo)).isEqualTo(complete);
        assertThat(town.web().photos().published(photo)).isEqualTo(files);
        town.web().photos().assertDeveloped(photo);
        assertThat(town.web().photos().unfinished(photo)).isEmpty();
    }

    @Test
    void a_charge_that_froze_before_its_answer_came_is_found_by_another_and_made_once() {
        HttpVisitor ada = town.welcomed();
        town.line().answers().shut();
        String charge = ada.pay("durable", 5001);
        await("the charge").until(() -> town.ledger().statuses(5001), List.of("charged")::equals);
        ApplicationProcess frozen = freezeWhoever("CLAIMED", ada, charge);
        town.line().answers().open();

        JsonNode complete = ada.awaitComplete(charge);
        thawAndSeeFenced(frozen, ada, charge);

        assertThat(ada.get(charge)).isEqualTo(complete);
        assertThat(town.ledger().of(5001))
                .singleElement()
                .matches(line -> line.path("deliveries").asInt() == 1, "asked for once");
    }

    private static ApplicationProcess freezeWhoever(String step, HttpVisitor visitor, String status) {
        ApplicationProcess owner = town.workerThat(step, id(visitor, status));
        owner.freeze();
        return owner;
    }

    /** It finds out by itself, says so in its log, and leaves no trace on the timeline. */
    private static void thawAndSeeFenced(ApplicationProcess frozen, HttpVisitor visitor, String status) {
        String record = id(visitor, status);
        List<Timeline.Entry> before = town.timeline().of(record);
        frozen.thaw();

        String fenced = record.substring(0, 8) + " fenced";
        await(fenced).until(() -> frozen.log().stream().anyMatch(line -> line.contains(fenced)));
        assertThat(town.timeline().of(record)).isEqualTo(before);
        assertThat(before).extracting(Timeline.Entry::step).contains("RESCUED").endsWith("COMPLETE");
        assertThat(before).filteredOn(entry -> entry.is("COMPLETE")).noneMatch(entry -> entry.isBy(frozen));
        assertThat(before).filteredOn(entry -> entry.is("CLAIMED")).hasSize(2);
    }

    private static String id(HttpVisitor visitor, String status) {
        return visitor.get(status).path("id").asText();
    }
}
