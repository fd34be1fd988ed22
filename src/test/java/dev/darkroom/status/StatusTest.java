package dev.darkroom.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.guards.RewritingDriver;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobHandler;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Polling a status: 304 while nothing has changed, a new body after a change, and a complete status never changes. */
@QuarkusTest
class StatusTest {

    private static final byte[] PICTURE = Pictures.jpeg(60, 40);

    @Inject
    StatusReader statuses;

    @Inject
    ProcessRun process;

    @Inject
    Scheduler scheduler;

    @All
    List<JobHandler<?, ?>> handlers;

    private ApiVisitor guest;

    @BeforeEach
    void sign_up() {
        guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
    }

    @AfterEach
    void remove_faults() {
        Database.sql("DELETE FROM lab_fault");
        Database.sql("DELETE FROM paused_lane");
        Database.sql("DELETE FROM job WHERE worker = 'process 1-gone'");
        Database.sql("UPDATE process_run SET role = 'ALL'");
        scheduler.resume();
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
                assertThat(answer.header("Vary")).isEqualTo("Accept, Accept-Encoding, Cookie");
            });
            ask(address, "\"another\", " + tag).then().statusCode(304);
            ask(address, "*").then().statusCode(304);
            ask(address, tag.substring(2)).then().statusCode(304);
            ask(address, "\"another\"," + tag.substring(2)).then().statusCode(304);
            ask(address, "\"another, " + tag.substring(3)).then().statusCode(200);
        }
    }

    /** Without a fixed place of its methods, the tag of one process may not fit the body of another. */
    @Test
    void the_fields_of_a_status_have_a_fixed_order() {
        JsonObject status = new JsonObject(guest.request().get("/me/status").asString());

        assertThat(status.fieldNames()).startsWith("id", "status", "phase", "mode", "workText", "waitingText");
    }

    @Test
    void each_answer_carries_the_databases_clock() {
        for (String address : addresses()) {
            long before = databaseMillis();
            List<Response> answers = List.of(ask(address, "\"none\""), ask(address, "*"));
            long after = databaseMillis();

            assertThat(answers).allSatisfy(answer -> assertThat(Long.parseLong(answer.header("Darkroom-Time")))
                    .isBetween(before - 50, after + 50));
        }
    }

    private static long databaseMillis() {
        Object now = Database.rows("SELECT CAST(1000 * extract(epoch FROM clock_timestamp()) AS bigint)")
                .get(0);
        return (Long) now;
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
    void a_failed_status_keeps_its_job_attempt_and_reason_when_the_job_is_pruned() {
        JsonPath failed = guest.awaitFailed(guest.pay("durable", 1313).path("links.self"));
        String job = failed.getString("links.job");

        Database.sql("DELETE FROM job WHERE id = '" + job.substring("/jobs/".length()) + "'");

        JsonPath later = guest.json(failed.getString("links.self"));
        assertThat(later.getString("links.job")).isEqualTo(job);
        assertThat(later.getInt("attempt")).isEqualTo(1);
        assertThat(later.getString("error")).isEqualTo("the card was declined");
    }

    @Test
    void the_attempts_of_a_complete_charge_are_listed_and_kept_when_its_job_is_pruned() {
        JsonPath done = guest.awaitComplete(guest.pay("durable", 707).path("links.self"));
        String address = done.getString("links.self");

        assertThat(done.getList("attempts.attempt")).containsExactly(1, 2);
        assertThat(done.getList("attempts.outcome")).containsExactly("failed", "complete");
        assertThat(done.getList("attempts.process")).containsOnly(process.name());
        assertThat(done.getList("attempts.lastSignAt")).isEqualTo(done.getList("attempts.endedAt"));
        assertThat(Instant.parse(done.getString("attempts[0].startedAt")))
                .isBefore(Instant.parse(done.getString("attempts[0].endedAt")));
        assertThat(guest.json("/status?charges=" + done.getString("id")).getList("charges[0].attempts"))
                .isEqualTo(done.getList("attempts"));
        String before = guest.request().get(address).asString();
        Database.sql("DELETE FROM job WHERE key = '" + done.getString("id") + "'");
        assertThat(guest.request().get(address).asString()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "volatile"})
    void work_without_a_job_lists_no_attempts_and_waits_for_nothing(String mode) {
        JsonPath done =
                guest.awaitComplete(guest.upload(mode, "sea.jpg", PICTURE).path("photos[0].links.self"));

        assertThat(done.getList("attempts")).isEmpty();
        assertThat(done.<Object>get("waitingFor")).isNull();
    }

    @Test
    void a_heartbeat_does_not_change_the_status_of_a_running_job() {
        pauseImages();
        String status = upload(1).get(0);
        JsonPath running =
                guest.await(status, answer -> answer.getString("phase").equals("running"));
        assertThat(running.getList("attempts.outcome")).containsExactly("running");
        assertThat(running.<Object>get("attempts[0].lastSignAt")).isNull();
        assertThat(running.<Object>get("leaseEndsAt")).isNull();
        assertThat(running.<Object>get("waitingFor")).isNull();
        assertThat(running.<Object>get("waitingText")).isNull();
        String tag = guest.request().get(status).header("ETag");

        String job = running.getString("links.job").substring("/jobs/".length());
        await("two heartbeats")
                .until(() -> Database.count("job_event WHERE step = 'HEARTBEAT' AND job_id = '" + job + "'") >= 2);

        ask(status, tag).then().statusCode(304);
    }

    @Test
    void a_job_without_heartbeats_waits_for_its_lease() {
        String status = runElsewhere("now() + interval '500 ms'");

        JsonPath waiting = guest.json(status);

        assertThat(waiting.getString("phase")).isEqualTo("running");
        assertThat(waiting.getString("waitingFor.code")).isEqualTo("lease");
        assertThat(waiting.getString("waitingFor.process")).isEqualTo("process 1-gone");
        assertThat(waiting.getString("waitingFor.until")).isEqualTo(waiting.getString("leaseEndsAt"));
        assertThat(waiting.<Object>get("attempts[0].lastSignAt")).isNull();
    }

    @Test
    void a_job_whose_process_was_killed_waits_for_its_lease_from_the_kill_on() {
        String status = runElsewhere("now() + interval '1 hour'");
        assertThat(guest.json(status).<Object>get("waitingFor")).isNull();

        happens(status, "KILLED");

        JsonPath waiting = guest.json(status);
        assertThat(waiting.getString("waitingFor.code")).isEqualTo("lease");
        assertThat(waiting.getString("attempts[0].outcome")).isEqualTo("running");
        assertThat(waiting.getString("attempts[0].lastSignAt")).isNotNull();
    }

    @Test
    void a_message_that_another_process_sends_or_refuses_is_no_sign_of_life() {
        String status = runElsewhere("now() + interval '1 hour'");
        happens(status, "DUPLICATE");
        Database.sql("UPDATE job_event SET at = at + interval '1 s' WHERE step = 'DUPLICATE'");
        happens(status, "RESCUED");

        JsonPath run = guest.json(status);
        assertThat(run.getString("attempts[0].outcome")).isEqualTo("rescued");
        assertThat(run.getString("attempts[0].lastSignAt")).isEqualTo(run.getString("attempts[0].startedAt"));
    }

    @Test
    void a_queued_job_waits_for_its_lane_its_worker_or_the_end_of_a_pause() {
        pauseImages();
        String status = upload(4).get(3);
        JsonPath behind = guest.await(status, answer -> Integer.valueOf(2).equals(answer.get("waitingFor.position")));
        assertThat(behind.getString("waitingFor.code")).isEqualTo("lane");
        assertThat(behind.<Object>get("waitingFor.until")).isNull();
        assertThat(behind.getString("waitingText"))
                .isEqualTo("1 job is ahead of it in the lane images. All its workers are busy.");

        hasMessageFor(status, "1 hour");
        JsonPath handedOver = guest.json(status);
        assertThat(handedOver.getString("phase")).isEqualTo("queued");
        assertThat(handedOver.getInt("queuePosition")).isEqualTo(2);
        assertThat(handedOver.getString("waitingFor.code")).isEqualTo("broker");
        assertThat(Instant.parse(handedOver.getString("waitingFor.since")).plusSeconds(3600))
                .isEqualTo(handedOver.getString("waitingFor.until"));
        assertThat(handedOver.getString("waitingText")).startsWith("It was handed over to the broker at ");
        hasMessageFor(status, "0 s");
        assertThat(guest.json(status).getString("waitingFor.code")).isEqualTo("lane");

        scheduler.pause();
        // No process of the test takes it now.
        Database.sql("UPDATE job SET run_at = now() + interval '1 hour' WHERE key = '" + id(status) + "'");
        Database.sql("UPDATE process_run SET role = 'WEB'");
        JsonPath alone = guest.json(status);
        assertThat(alone.getString("waitingFor.code")).isEqualTo("worker");
        assertThat(alone.getString("waitingText")).isEqualTo("No worker is running.");

        guest.program().post("/lanes/images/pause").then().statusCode(204);
        assertThat(guest.json(status).getString("waitingFor.code")).isEqualTo("pause");
    }

    @Test
    void a_failed_mail_waits_for_its_next_attempt_and_a_charge_for_its_outcome() {
        try (TcpProxy.Cut mail = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN);
                TcpProxy.Cut gateway = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            guest.in("durable").post("/me/welcome").then().statusCode(202);
            assertWaitsForNextAttempt("/me/status", "backoff");
            assertWaitsForNextAttempt(guest.pay("durable", 1000).path("links.self"), "outcome");
        }
    }

    @Test
    @ActivateRequestContext
    void many_statuses_take_as_many_statements_as_few_whatever_their_states() {
        List<UUID> complete = ids(upload(2));
        complete.forEach(id -> guest.awaitComplete("/photos/" + id + "/status"));
        guest.program().post("/lanes/images/pause").then().statusCode(204);
        List<UUID> lost = withoutJobs("mode = 'VOLATILE', process_run = gen_random_uuid()");
        List<UUID> failed = withoutJobs("status = 'FAILED', finished_at = now(), error = 'text'");
        List<UUID> queued = ids(upload(20));
        List<UUID> few = List.of(complete.get(0), lost.get(0), failed.get(0), queued.get(0), queued.get(19));
        List<UUID> many =
                Stream.of(complete, lost, failed, queued).flatMap(List::stream).toList();

        assertThat(statements(many)).isEqualTo(statements(few)).isLessThanOrEqualTo(2);
    }

    @Test
    void a_batch_of_settlements_reads_its_records_and_runs_in_as_many_statements_as_a_single_one() {
        guest.program().post("/lanes/images/pause").then().statusCode(204);
        List<String> keys = ids(upload(20)).stream().map(UUID::toString).toList();
        List<Job> jobs = QuarkusTransaction.requiringNew().call(() -> Job.list("key in ?1", keys));
        JobHandler<?, ?> handler = handlers.stream()
                .filter(one -> one.kind().name().equals(jobs.get(0).kind))
                .findFirst()
                .orElseThrow();

        assertThat(statementsToComplete(handler, jobs))
                .isEqualTo(statementsToComplete(handler, jobs.subList(0, 1)))
                .isEqualTo(2);
    }

    /** Without the second look, the answer is "retrying", with a time in the past. */
    @Test
    @ActivateRequestContext
    void a_record_that_is_settled_between_its_reading_and_that_of_its_job_is_complete() {
        String photo = guest.upload("durable", "a.jpg", PICTURE).path("photos[0].links.self");
        UUID id = UUID.fromString(guest.json(photo).getString("id"));
        guest.awaitComplete(photo);
        Database.sql("UPDATE photo SET status = 'PROCESSING', finished_at = NULL WHERE id = '" + id + "'");
        TrackedRecord read = statuses.find(List.of(id), Database.idOf(guest)).get(0);
        Database.sql("UPDATE photo SET status = 'COMPLETE', finished_at = now() WHERE id = '" + id + "'");

        assertThat(statuses.read(read).phase()).isEqualTo("done");
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
                assertThat(page.header("Vary")).as(address).isEqualTo("Accept, Accept-Encoding, Cookie");
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

    private List<UUID> withoutJobs(String changes) {
        List<UUID> ids = ids(upload(2));
        ids.forEach(id -> {
            Database.sql("UPDATE photo SET " + changes + " WHERE id = '" + id + "'");
            Database.sql("DELETE FROM job WHERE key = '" + id + "'");
        });
        return ids;
    }

    private int statements(List<UUID> ids) {
        List<? extends TrackedRecord> records = statuses.find(ids, Database.idOf(guest));
        assertThat(records).hasSameSizeAs(ids);
        return RewritingDriver.count(() -> statuses.read(records));
    }

    /** Counts them before the records are written, and undoes all. */
    private static int statementsToComplete(JobHandler<?, ?> handler, List<Job> jobs) {
        QuarkusTransaction.begin();
        try {
            return RewritingDriver.count(() -> {
                handler.succeeding(jobs);
                jobs.forEach(job -> handler.succeeded(job.key, null, new JobHandler.End(Instant.now(), job)));
            });
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void assertWaitsForNextAttempt(String status, String code) {
        JsonPath waiting =
                guest.await(status, answer -> answer.getInt("attempt") > 2 && answer.get("waitingFor.until") != null);
        assertThat(waiting.getString("waitingFor.code")).isEqualTo(code);
        assertThat(waiting.getString("waitingFor.until")).isEqualTo(waiting.getString("nextRetryAt"));
    }

    /** Uploads a photo whose job runs in another process, which has sent no heartbeat since its claim. */
    private String runElsewhere(String leasedUntil) {
        scheduler.pause();
        guest.program().post("/lanes/images/pause").then().statusCode(204);
        String status = upload(1).get(0);
        Database.sql("UPDATE job SET state = 'RUNNING', attempt = 1, claimed_at = now(), worker = 'process 1-gone',"
                + " lease_token = gen_random_uuid(), leased_until = " + leasedUntil + " WHERE key = '" + id(status)
                + "'");
        happens(status, "CLAIMED");
        return status;
    }

    private static void hasMessageFor(String status, String time) {
        Database.sql("UPDATE job SET handed_over_at = now(), handed_over_until = now() + interval '%s' WHERE key = '%s'"
                .formatted(time, id(status)));
    }

    private static void happens(String status, String step) {
        Database.sql("INSERT INTO job_event (job_id, round, attempt, step, process) SELECT id, 1, 1, '" + step
                + "', 'process 1-gone' FROM job WHERE key = '" + id(status) + "'");
    }

    private static List<UUID> ids(List<String> statuses) {
        return statuses.stream().map(StatusTest::id).toList();
    }

    private static UUID id(String status) {
        return UUID.fromString(status.split("/")[2]);
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
    /** The photos of the test before would be in the queue, too. */
    private void pauseImages() {
        await().until(() ->
                Database.count("job WHERE lane = 'IMAGES' AND state IN ('QUEUED', 'RUNNING')" + " AND run_at <= now()")
                        == 0);
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', 'before-rename')");
    }
}
