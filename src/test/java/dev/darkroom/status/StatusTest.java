package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Polling a status: 304 while nothing has changed, a new body after a change, and a complete status never changes. */
@QuarkusTest
class StatusTest {

    private static final byte[] PICTURE = Pictures.jpeg(60, 40);

    private ApiVisitor guest;

    @BeforeEach
    void sign_up() {
        guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
    }

    @AfterEach
    void remove_faults() {
        Database.sql("DELETE FROM lab_fault");
    }

    @Test
    void an_unchanged_status_gets_304() {
        for (String address : addresses()) {
            Response whole = ask(address, "\"none\"");
            String tag = whole.header("ETag");
            whole.then().statusCode(200).header("ETag", matchesPattern("W/\"[0-9a-f-]{36}\""));

            Response unchanged = ask(address, tag);

            unchanged.then().statusCode(304).header("ETag", tag).body(emptyString());
            assertThat(List.of(whole, unchanged)).allSatisfy(answer -> {
                assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
                assertThat(answer.header("Vary")).isEqualTo("Accept, Cookie");
            });
            ask(address, "\"another\", " + tag).then().statusCode(304);
            ask(address, "*").then().statusCode(304);
        }
    }

    @Test
    void a_failed_attempt_has_its_reason_even_if_the_record_was_read_before_it() {
        ApiVisitor visitor = new ApiVisitor();
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            visitor.signUp("durable").then().statusCode(202);
            visitor.await("/me/status", status -> status.getString("phase").equals("retrying"));

            Database.sql("UPDATE welcome_mail SET error = NULL WHERE status = 'PROCESSING'");

            assertThat(visitor.json("/me/status").getString("error")).contains("mail server");
        }
        visitor.awaitComplete("/me/status");
    }

    @Test
    void a_head_request_gets_the_headers_of_the_get() {
        for (String address : addresses()) {
            Response whole = guest.request().get(address);

            Response head = guest.request().head(address);

            head.then().statusCode(200).body(emptyString());
            assertThat(List.of("ETag", "Cache-Control", "Vary", "Content-Type"))
                    .allSatisfy(name -> assertThat(head.header(name)).isEqualTo(whole.header(name)));
            assertThat(head.cookie("last-click")).as("not a click").isNull();
        }
        for (String address : new String[] {"/", "/photos", "/billing", "/jobs", "/tour", "/inbox"}) {
            int status = guest.browser().get(address).statusCode();
            guest.browser().head(address).then().statusCode(status);
        }
    }

    @Test
    void a_status_changes_with_the_queue_although_its_record_does_not() {
        pauseImages();
        String status = upload(4).get(3);
        guest.await(status, answer -> Integer.valueOf(2).equals(answer.get("queuePosition")));
        Response before = guest.request().get(status);

        Database.sql("UPDATE job SET run_at = run_at - interval '1 hour' WHERE key = '" + before.path("id") + "'");

        ask(status, before.header("ETag"))
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(before.header("ETag"))))
                .header("Retry-After", "1");
    }

    @ParameterizedTest
    @EnumSource(DispatchMode.class)
    void a_complete_status_never_changes(DispatchMode mode) {
        guest.upload(mode.label(), "sea.jpg", PICTURE);
        String status = guest.json("/photos").getString("[0].status.links.self");
        guest.awaitComplete(status);
        Response complete = guest.request().get(status);
        complete.then().header("Retry-After", nullValue());

        String job = complete.path("links.job");
        if (job != null) {
            guest.request().post(job + "/retry").then().statusCode(409);
            Database.sql("DELETE FROM job WHERE id = '" + job.substring("/jobs/".length()) + "'");
        }
        Database.sql("UPDATE process_run SET ended_at = now() WHERE id NOT IN (SELECT process_run FROM welcome_mail)");

        Response later = guest.request().get(status);
        assertThat(later.asString()).isEqualTo(complete.asString());
        ask(status, complete.header("ETag")).then().statusCode(304);
    }

    @Test
    void a_batch_omits_unknown_and_foreign_ids_and_keeps_the_order_of_the_request() {
        ApiVisitor other = ApiVisitor.signedUp();
        String photo = other.upload("inline", "sea.jpg", PICTURE).path("photos[0].id");
        String charge = other.pay("durable", 1000).path("id");
        List<String> ids = upload(3).stream()
                .map(status -> guest.awaitComplete(status).getString("id"))
                .toList();
        List<String> asked =
                List.of(ids.get(2), UUID.randomUUID().toString(), ids.get(0), photo, ids.get(1), ids.get(2));

        Response batch = guest.request()
                .get("/status?photos=" + String.join(",", asked) + "&charges=" + charge + "&mails=" + statusId(other)
                        + "," + statusId(guest));

        batch.then().statusCode(200).header("Retry-After", nullValue());
        assertThat(batch.jsonPath().getList("photos.id")).containsExactly(ids.get(2), ids.get(0), ids.get(1));
        assertThat(batch.jsonPath().getList("mails.id")).containsExactly(statusId(guest));
        assertThat(batch.jsonPath().getList("charges")).isEmpty();
    }

    @Test
    void a_batch_has_a_retry_after_while_any_record_is_in_progress() {
        pauseImages();
        String id = guest.json(upload(1).get(0)).getString("id");

        guest.request()
                .get("/status?photos=" + id + "&mails=" + statusId(guest))
                .then()
                .statusCode(200)
                .header("Retry-After", "1");
    }

    @Test
    void more_than_two_hundred_ids_are_rejected() {
        String most = "/status?photos=" + ids(100) + "&charges=" + ids(100);

        guest.request().get(most).then().statusCode(200);
        guest.request().get(most + "," + ids(1)).then().statusCode(400).body("detail", containsString("200"));
    }

    @Test
    void an_invalid_id_is_rejected() {
        for (String query : List.of("photos=none", "charges=1,2", "mails=%27")) {
            guest.request().get("/status?" + query).then().statusCode(400).body("detail", containsString("UUID"));
        }
    }

    @Test
    void private_pages_are_not_stored_in_shared_caches() {
        for (String address :
                List.of("/", "/photos", "/billing", "/jobs", "/inbox", "/me/status", "/login", "/tour", "/lab")) {
            for (String accept : List.of("text/html", "application/json")) {
                Response page = guest.browser().accept(accept).get(address);
                assertThat(page.header("Cache-Control")).as(address).contains("private");
                assertThat(page.header("Vary")).as(address).isEqualTo("Accept, Cookie");
            }
        }
    }

    @Test
    void an_error_varies_by_accept_and_a_file_does_not() {
        guest.awaitComplete(upload(1).get(0));
        String photo = guest.json("/photos").getString("[0].status.links.thumb");

        Response error = guest.request().get("/photos/" + UUID.randomUUID() + "/status");
        error.then().statusCode(404).header("Vary", notNullValue());
        Response file = guest.request().get(photo);
        file.then().statusCode(200).header("Cache-Control", containsString("immutable"));
        file.then().header("Vary", nullValue());
    }

    private List<String> addresses() {
        String charge = guest.pay("inline", 1000).path("links.self");
        String stage = new ApiVisitor().in("inline").post("/stage").path("links.self");
        String photo = upload(1).get(0);
        String id = guest.awaitComplete(photo).getString("id");
        return List.of("/me/status", charge, stage, photo, "/status?photos=" + id, "/status");
    }

    private List<String> upload(int pictures) {
        return Stream.generate(() -> guest.upload("durable", "sea.jpg", PICTURE).<String>path("photos[0].links.self"))
                .limit(pictures)
                .toList();
    }

    private Response ask(String address, String tags) {
        return guest.request().header("If-None-Match", tags).get(address);
    }

    private String statusId(ApiVisitor visitor) {
        return visitor.json("/me/status").getString("id");
    }

    private static String ids(int many) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(many).collect(Collectors.joining(","));
    }

    /** Holds image jobs until the fault is removed. */
    private void pauseImages() {
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', 'before-rename')");
    }
}
