package dev.darkroom.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BoardTest {

    @AfterEach
    void resume_all_lanes() {
        Database.sql("DELETE FROM paused_lane");
        Database.sql("DELETE FROM job WHERE kind = 'unknown'");
    }

    @Test
    void a_visitor_sees_their_own_jobs_and_an_operator_all() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();
        ApiVisitor operator = ApiVisitor.operator();
        String job = ada.awaitComplete("/me/status").getString("links.job");

        assertThat(ada.json("/jobs").getList("id")).containsExactly(job.substring("/jobs/".length()));
        assertThat(grace.json("/jobs").getList("id")).hasSize(1).doesNotContain(job.substring("/jobs/".length()));
        assertThat(operator.json("/jobs").getList("id")).hasSizeGreaterThanOrEqualTo(2);
        operator.request().get(job).then().statusCode(200);
        operator.browser().get("/jobs?state=all").then().body(containsString("title=\"" + ada.email + "\""));
        ada.browser().get("/jobs?state=all").then().body(not(containsString("job-owner")));
    }

    /** The constraint on states is that of this version. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lane = 'AUDIO'",
                "state = 'PARKED', finished_at = NULL",
                "lane = 'AUDIO', state = 'QUEUED', finished_at = NULL, run_at = now()",
                "lane = 'AUDIO', state = 'DEAD', last_error = 'no disc'",
                "kind = 'unknown', key = '17'",
                "kind = 'unknown', key = '17', owner = '17'"
            })
    void a_row_of_a_newer_version_is_shown_as_unknown(String change) {
        ApiVisitor guest = ApiVisitor.signedUp();
        ApiVisitor operator = ApiVisitor.operator();
        String job = guest.awaitComplete("/me/status").getString("links.job");
        String id = job.substring("/jobs/".length());
        Database.sql("ALTER TABLE job DROP CONSTRAINT job_state_check");
        try {
            Database.sql("INSERT INTO paused_lane (lane, paused_by) VALUES ('AUDIO', 'ada')");
            Database.sql("UPDATE welcome_mail SET status = 'PROCESSING', finished_at = NULL WHERE job = '" + id + "'");
            Database.sql("UPDATE job SET " + change + " WHERE id = '" + id + "'");
            Database.sql("INSERT INTO job_event (job_id, round, attempt, step, move, process) VALUES ('" + id
                    + "', 1, 1, 'SPLIT', 'split', 'process 1')");

            assertThat(operator.json("/jobs").getList("id")).contains(id);
            assertThat(operator.json(job).getList("timeline.step")).contains("unknown");
            operator.browser().get("/jobs?state=all").then().statusCode(200).body(containsString(job));
            operator.browser().get(job).then().statusCode(200).body(containsString("unknown"));
            for (String page : List.of("/me/status", "/photos", "/inbox", "/jobs", "/stage", "/tour")) {
                guest.browser().get(page).then().statusCode(200);
            }
            assertThat(guest.json("/me/status").getString("phase")).isNotBlank();
            operator.request().post(job + "/cancel").then().statusCode(lessThan(500));
        } finally {
            Database.sql("DELETE FROM job WHERE id = '" + id + "'");
            Database.sql("ALTER TABLE job ADD CONSTRAINT job_state_check"
                    + " CHECK (state IN ('QUEUED', 'RUNNING', 'COMPLETE', 'DEAD', 'CANCELLED'))");
        }
    }

    @Test
    void a_job_lists_its_steps_and_a_complete_job_cannot_be_retried() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String job = guest.awaitComplete("/me/status").getString("links.job");

        JsonPath detail = guest.json(job);

        assertThat(detail.getList("timeline.step")).startsWith("queued").endsWith("complete");
        assertThat(detail.getList("timeline.sinceStartMs", Integer.class)).isSorted();
        guest.request().post(job + "/retry").then().statusCode(409).body("detail", containsString("Only a dead job"));
        guest.form()
                .post(job + "/retry")
                .then()
                .statusCode(409)
                .body(containsString("Not retried. Only a dead job"), containsString("What happened"));
    }

    @Test
    void each_step_has_its_time_its_statement_the_rows_that_it_moved_and_its_source() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String job = guest.awaitComplete("/me/status").getString("links.job");
        Database.sql("INSERT INTO job_event (job_id, round, attempt, step, process) VALUES ('"
                + job.substring("/jobs/".length()) + "', 1, 1, 'KILLED', 'process 1')");

        JsonPath detail = guest.json(job);

        assertThat(detail.getList("timeline.step")).containsExactly("queued", "claimed", "complete", "killed");
        assertThat(detail.getList("timeline.at", String.class))
                .extracting(Instant::parse)
                .isSorted();
        assertThat(detail.getList("timeline.rows")).containsExactly(1, 1, 1, null);
        assertThat(detail.getString("timeline[0].statement")).contains("INSERT INTO job ");
        assertThat(detail.getString("timeline[1].statement")).contains("FOR UPDATE SKIP LOCKED");
        assertThat(detail.getString("timeline[2].statement")).contains("SET state = 'COMPLETE'");
        assertThat(detail.<Object>get("timeline[3].statement")).isNull();
        assertThat(detail.getList("timeline.source.method"))
                .containsExactly("insert", "pick", "complete", "haltProcess");
    }

    @Test
    void a_job_counts_its_refused_deliveries_attempts_and_effects() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String charge = guest.pay("durable", 707).path("links.self");
        String job = guest.awaitComplete(charge).getString("links.job");

        JsonPath ledger = guest.json(job);

        assertThat(ledger.getInt("ledger.refused")).isZero();
        assertThat(ledger.getInt("ledger.attempts")).isEqualTo(2);
        assertThat(ledger.getInt("ledger.effects.count")).isEqualTo(1);
        guest.browser().get(job).then().statusCode(200).body(containsString("charges in the gateway"));
    }

    @Test
    void a_person_retries_a_dead_mail_and_it_is_sent() {
        ApiVisitor guest = new ApiVisitor();
        String job;
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            guest.signUp("durable").then().statusCode(202);
            JsonPath failed = guest.awaitFailed("/me/status");
            assertThat(failed.getInt("attempt")).isEqualTo(failed.getInt("maxAttempts"));
            job = failed.getString("links.job");
        }

        guest.program().post(job + "/retry").then().statusCode(303);

        guest.awaitComplete("/me/status");
        assertThat(guest.json(job).getInt("job.round")).isEqualTo(2);
        assertThat(guest.json("/inbox").getList("subject")).hasSize(1);
    }

    @Test
    void a_person_cancels_a_mail_before_its_run_and_its_record_says_who() {
        ApiVisitor guest = new ApiVisitor();
        guest.program().post("/lanes/mail/pause").then().statusCode(204);
        guest.signUp("durable").then().statusCode(202);
        String job = guest.json("/me/status").getString("links.job");
        guest.browser()
                .get(job)
                .then()
                .statusCode(200)
                .body(containsString("Cancel this job"), containsString("Why is it waiting?"))
                .body(containsString("The lane mail is paused."), containsString("when the lane is resumed"));

        guest.program().post(job + "/cancel").then().statusCode(200).body("state", equalTo("CANCELLED"));
        guest.program().post(job + "/cancel").then().statusCode(200).body("state", equalTo("CANCELLED"));
        guest.program().post("/lanes/mail/resume").then().statusCode(204);

        JsonPath status = guest.json("/me/status");
        assertThat(status.getString("status")).isEqualTo("failed");
        assertThat(status.getString("phase")).isEqualTo("cancelled");
        assertThat(status.getString("error")).isEqualTo("cancelled by " + guest.email);
        assertThat(guest.json("/inbox").getList("subject")).isEmpty();
        guest.program().post(job + "/retry").then().statusCode(409);
    }

    @Test
    void a_mail_that_was_cancelled_during_its_run_may_have_been_sent() {
        ApiVisitor guest = new ApiVisitor();
        guest.arm("mail", "reply-lost");
        guest.signUp("durable").then().statusCode(202);
        JsonPath retrying =
                guest.await("/me/status", status -> status.getString("phase").equals("retrying"));

        guest.program().post(retrying.getString("links.job") + "/cancel").then().statusCode(200);

        assertThat(guest.json("/me/status").getString("error"))
                .isEqualTo("cancelled by " + guest.email + "; the mail may have been sent");
        guest.repair();
    }

    @Test
    void a_charge_is_cancelled_only_before_its_first_run() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.program().post("/lanes/payments/pause").then().statusCode(204);
        String waiting =
                guest.json(guest.pay("durable", 1000).path("links.self")).getString("links.job");
        guest.program().post(waiting + "/cancel").then().statusCode(200);
        guest.program().post("/lanes/payments/resume").then().statusCode(204);
        guest.arm("gateway", "unavailable");
        String begun = guest.await(
                        guest.pay("durable", 1000).path("links.self"), status -> status.getInt("attempt") > 0)
                .getString("links.job");

        guest.program()
                .post(begun + "/cancel")
                .then()
                .statusCode(409)
                .body("detail", containsString("may have been made"));
        guest.repair();
    }

    @Test
    void a_lane_that_does_not_exist_is_not_found() {
        new ApiVisitor().program().post("/lanes/audio/pause").then().statusCode(404);
    }

    @Test
    void the_board_filters_by_state_lane_and_kind_and_lists_the_workers() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");

        assertThat(guest.json("/jobs?state=complete&lane=mail").getList("id")).hasSize(1);
        assertThat(guest.json("/jobs?state=dead").getList("id")).isEmpty();
        assertThat(guest.json("/jobs?lane=images").getList("id")).isEmpty();
        assertThat(guest.json("/jobs?kind=send-welcome-mail").getList("id")).hasSize(1);
        assertThat(guest.json("/jobs?kind=charge").getList("id")).isEmpty();
        assertThat(guest.json("/jobs?state=&lane=&kind=&text=&before=").getList("id"))
                .hasSize(1);
        guest.browser()
                .get("/jobs?state=dead")
                .then()
                .statusCode(200)
                .body(containsString("complete <b>1</b>"), containsString("No matching jobs."))
                .body(
                        matchesPattern(
                                "(?s).*<code>" + ProcessHandle.current().pid()
                                        + "-[^<]*</code> all, in-memory, <span title=\"[^\"]*\">lag [\\d,]+ ms</span>, beat \\d+ s ago.*"))
                .body(not(containsString("transports are mixed")));
    }

    @Test
    void the_board_lists_each_process_and_says_if_those_that_relay_have_different_transports() {
        ApiVisitor guest = ApiVisitor.signedUp();
        try {
            living("WEB", "in-memory", "NULL");
            guest.browser()
                    .get("/jobs")
                    .then()
                    .body(containsString("9-test</code> web, in-memory, beat 0 s ago"))
                    .body(not(containsString("transports are mixed")));
            living("WEB", "rabbitmq", "NULL");
            guest.browser().get("/jobs").then().body(containsString("transports are mixed (in-memory, rabbitmq)"));
            living("WORKER", "redis", "1234");
            Database.sql("UPDATE process_run SET unclaimed = 7 WHERE name = 'process 9-test'");
            guest.browser()
                    .get("/jobs")
                    .then()
                    .body(containsString("lag 1,234 ms</span>, <span title="))
                    .body(containsString("7 without a claim</span>, beat 0 s ago"))
                    .body(containsString("transports are mixed (in-memory, redis): one claim wins"));
            Database.sql("UPDATE process_run SET transport = 'redis'");
            living("WEB", "in-memory", "NULL");
            guest.browser().get("/jobs").then().body(not(containsString("transports are mixed")));
        } finally {
            Database.sql("UPDATE process_run SET transport = 'in-memory'");
            Database.sql("DELETE FROM process_run WHERE name = 'process 9-test'");
        }
    }

    private static void living(String role, String transport, String lag) {
        Database.sql("DELETE FROM process_run WHERE name = 'process 9-test'");
        Database.sql("INSERT INTO process_run (id, name, role, transport, lag_ms) VALUES (gen_random_uuid(),"
                + " 'process 9-test', '%s', '%s', %s)".formatted(role, transport, lag));
    }

    @Test
    void a_text_is_the_beginning_of_an_id_or_a_part_of_a_recent_subject_or_error() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        insert(guest, 1, "'DEAD', now()");
        insert(guest, 1, "'COMPLETE', now() - interval '25 h'");
        insert(guest, 1, "'QUEUED', NULL");
        Database.sql("UPDATE job SET last_error = 'No space left', subject = '/shelf/' || key WHERE kind = 'unknown'");
        List<String> ids = guest.json("/jobs?kind=unknown").getList("id");

        assertThat(guest.json("/jobs?text=NO SPACE").getList("state")).containsExactly("QUEUED", "DEAD");
        assertThat(guest.json("/jobs?text=shelf").getList("state")).containsExactly("QUEUED", "DEAD");
        assertThat(guest.json("/jobs?text=%").getList("id")).isEmpty();
        for (String id : ids) {
            assertThat(guest.json("/jobs?text=" + id.substring(0, 11)).getList("id"))
                    .containsExactly(id);
            assertThat(guest.json("/jobs?state=running&text=" + id).getList("id"))
                    .isEmpty();
            assertThat(ApiVisitor.signedUp().json("/jobs?text=" + id).getList("id"))
                    .isEmpty();
        }
    }

    @Test
    void a_job_needs_attention_if_it_failed_is_retried_again_fell_silent_or_waits_for_long() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        guest.browser().get("/jobs").then().body(containsString("href=\"/jobs?state=all\" aria-current"));
        insert(guest, 1, "'DEAD', now()");
        for (String good : List.of("run_at = now()", "attempt = 1")) {
            insert(guest, 1, "'QUEUED', NULL");
            Database.sql("UPDATE job SET " + good + ", subject = 'good' WHERE kind = 'unknown' AND subject = '/'"
                    + " AND state = 'QUEUED'");
        }
        for (String bad : List.of(
                "attempt = 2, run_at = now() + interval '1 h'",
                "run_at = now() - interval '2 min'",
                "state = 'RUNNING', lease_token = id, worker = 'gone', leased_until = now() + interval '1 h', attempt = 3")) {
            insert(guest, 1, "'QUEUED', NULL");
            Database.sql("UPDATE job SET " + bad + ", subject = 'bad' WHERE kind = 'unknown' AND subject = '/'"
                    + " AND state = 'QUEUED'");
        }

        assertThat(guest.json("/jobs?state=attention").getList("state"))
                .containsExactly("RUNNING", "QUEUED", "QUEUED", "DEAD");
        assertThat(guest.json("/jobs?state=retrying").getList("id")).hasSize(2);
        guest.browser()
                .get("/jobs")
                .then()
                .body(containsString("href=\"/jobs?state=attention\" aria-current=\"true\">needs attention <b>4</b>"));
        Database.sql("DELETE FROM job WHERE kind = 'unknown'");
    }

    @Test
    void the_board_counts_finished_jobs_up_to_a_thousand_and_all_others_exactly() {
        ApiVisitor guest = ApiVisitor.signedUp();
        insert(guest, 1001, "'COMPLETE', now()");
        insert(guest, 1000, "'DEAD', now()");
        insert(guest, 1002, "'QUEUED', NULL");

        guest.browser()
                .get("/jobs?lane=payments")
                .then()
                .statusCode(200)
                .body(containsString("complete <b>1,000+</b>"))
                .body(containsString("failed <b>1,000</b>"))
                .body(containsString("queued <b>1,002</b>"));
    }

    @Test
    void pages_of_a_hundred_follow_each_other_without_a_gap() {
        ApiVisitor guest = ApiVisitor.signedUp();
        insert(guest, 150, "'COMPLETE', now()");
        insert(guest, 100, "'DEAD', now()");

        for (ApiVisitor visitor : List.of(guest, ApiVisitor.operator())) {
            List<String> listed = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            String page = "/jobs?kind=unknown";
            while (page != null) {
                Response answer = visitor.request().get(page);
                listed.addAll(answer.jsonPath().getList("createdAt"));
                ends.add(listed.size());
                String next = answer.header("Link");
                page = next == null ? null : next.substring(1, next.indexOf('>'));
            }
            assertThat(ends).containsExactly(100, 200, 250);
            assertThat(listed).doesNotHaveDuplicates();
            assertThat(listed.subList(0, 100)).isSortedAccordingTo(Comparator.reverseOrder());
        }
        guest.browser().get("/jobs?kind=unknown&before=x").then().statusCode(400);
    }

    @Test
    void several_jobs_are_moved_at_once_and_each_is_answered_for() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        String complete = guest.json("/jobs").getString("[0].id");
        guest.program().post("/lanes/mail/pause").then().statusCode(204);
        guest.in("durable").post("/me/welcome").then().statusCode(202);
        String queued = guest.json("/jobs").getString("[0].id");
        String foreign = ApiVisitor.signedUp().json("/jobs").getString("[0].id");

        guest.program()
                .formParam("id", queued, complete, foreign, queued)
                .post("/jobs/cancel")
                .then()
                .statusCode(200)
                .body("id", contains(queued, complete, foreign))
                .body("status", contains(200, 409, 404))
                .body("[0].job.state", equalTo("CANCELLED"))
                .body("[1].problem.detail", containsString("Only a queued or running job"));

        guest.form()
                .header("Referer", "http://example.org/jobs?state=all")
                .formParam("id", queued, complete, foreign)
                .post("/jobs/retry")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/jobs?state=all"));
        guest.browser()
                .get("/jobs?state=all")
                .then()
                .body(containsString("2 jobs were not retried. Only a dead job can be retried."))
                .body(containsString("1 job was not retried. This job does not exist."));
        guest.browser().get("/jobs?state=all").then().body(not(containsString("not retried")));
    }

    @Test
    void a_lane_shows_its_queue_who_paused_it_and_what_it_finished() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        guest.program().post("/lanes/payments/pause").then().statusCode(204);
        insert(guest, 3, "'QUEUED', NULL");
        insert(guest, 5, "'COMPLETE', now() - interval '1 min'");
        insert(guest, 1, "'COMPLETE', now() - interval '6 min'");

        long finished = Database.count("job WHERE lane = 'PAYMENTS' AND finished_at > now() - interval '5 min'");
        assertThat(finished).isGreaterThanOrEqualTo(5);
        guest.browser()
                .get("/jobs")
                .then()
                .body(containsString("0 running, 0 silent, 4 free"), containsString("paused by you"))
                .body(containsString("<b class=\"lane-figure\">3</b> queued"))
                .body(containsString(finished + " jobs finished in the last five minutes"));
        ApiVisitor.signedUp().browser().get("/jobs").then().body(not(containsString("paused by")));
    }

    /** Jobs of a kind that no process knows, each a second younger than the one before. */
    private static void insert(ApiVisitor owner, int jobs, String state) {
        Database.sql(
                """
                INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, finished_at, created_at)
                SELECT gen_random_uuid(), 'unknown', gen_random_uuid(), 'PAYMENTS', '{}', '%s', '/', %s,
                       now() + (number - 1000) * interval '1 s'
                  FROM generate_series(1, %d) AS number"""
                        .formatted(Database.idOf(owner), state, jobs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=broken", "lane=fast", "state=COMPLETE"})
    void an_unknown_state_or_lane_is_rejected(String query) {
        ApiVisitor.signedUp()
                .request()
                .get("/jobs?" + query)
                .then()
                .statusCode(400)
                .body("detail", containsString("Unknown"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatchMode.class,
            names = {"INLINE", "VOLATILE"})
    void work_without_a_job_is_lost_with_the_process_that_accepted_it(DispatchMode mode) {
        ApiVisitor guest = ApiVisitor.signedUp();
        String id = guest.awaitComplete("/me/status").getString("id");

        Database.sql(
                "UPDATE welcome_mail SET status = 'PROCESSING', finished_at = NULL, mode = '%s', process_run = '%s' WHERE id = '%s'"
                        .formatted(mode, UUID.randomUUID(), id));

        JsonPath lost = guest.json("/me/status");
        assertThat(List.of(lost.getString("status"), lost.getString("phase"))).containsExactly("processing", "lost");
        guest.request().get("/me/status").then().header("Retry-After", nullValue());
    }
}
