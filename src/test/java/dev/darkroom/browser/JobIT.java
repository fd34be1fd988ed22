package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** A job's page: its axis, its rows, and what it says while the job waits. */
@Order(3)
class JobIT extends BrowserTest {

    private static final String LATEST =
            "(SELECT id FROM job WHERE kind = 'send-welcome-mail' ORDER BY created_at DESC LIMIT 1)";

    private static final String OPEN_THE_NEXT =
            """
            const next = [...document.querySelectorAll('.photo')].find(it => it.innerText.includes('It is the next'));
            location.assign(next.querySelector('a[href^="/jobs/"]'));
            """;

    @Test
    void a_waiting_job_says_why_and_its_page_follows_it_without_moving_the_focus() {
        user.signUp("Vivian Maier");
        user.follow("Photos", "Photos");
        pauseAt("before-rename");
        // More than the lane's workers claim ahead.
        for (int photos = 3; photos <= 12; photos += 3) {
            user.press("Develop three samples");
            user.see(photos, ".photo[data-card]", "");
        }
        user.see(".photo", "It is the next in the lane images.");
        chromium.driver().executeScript(OPEN_THE_NEXT);
        user.arriveAt("Job resize-photo");
        user.see(".job-story", "It is the next in the lane images. All its workers are busy.");
        user.see(".job-queue [data-mine]", "this job");
        user.see("[data-step=next] .job-rows", "? rows");
        screenshots.take("job-waiting");
        // Also with the notice of the armed fault above them.
        screenshots.assertInside(
                ".job-story", ".states", ".job-line", ".job-slot", ".job-place", "[data-mine]", ".rack button");
        user.markThePage();
        user.focus(".job-details summary");

        resume();

        user.see(".job-title .state", "complete");
        user.see("[data-step=complete]", "1 row");
        assertThat(user.focus()).isEqualTo("Details");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void a_killed_run_and_a_fenced_one_are_told_on_one_axis() {
        completeMail();
        events("0,QUEUED,insert,0  19,CLAIMED,pick,1  1020,HEARTBEAT,extend,1  1240,KILLED,,1  11102,RESCUED,rescue,1"
                + "  12231,CLAIMED,pick,2  12604,DUPLICATE,,2  14310,COMPLETE,complete,2");
        user.reloadUntil(1, ".job-lane", "killed after 1.2 s, missed for 9.9 s");
        user.countAtLeast(2, "document.querySelectorAll('.job-lane :is(.mark-cross, .mark-hook)').length");
        user.see("[data-step=killed]", "No statement: a dead process writes nothing.");
        user.countAtLeast(
                1,
                "[...document.querySelectorAll('.states-edge[data-walked]')].filter(it => it.textContent.includes('claim ×2')).length");
        screenshots.take("job-light");
        screenshots.assertInside(".states", ".job-lane", ".job-line");
        screenshots.phone("job-phone");
        screenshots.phone("job-phone-scrolled", 290);

        events(
                "0,QUEUED,insert,0  19,CLAIMED,pick,1  1240,FAULT,,1,frozen  11102,RESCUED,rescue,1  12231,CLAIMED,pick,2"
                        + "  14310,COMPLETE,complete,2  15240,FAULT,,1,thawed  16248,FENCED,complete,1");
        user.reloadUntil(1, ".job-lane", "then fenced");
        user.see("[data-step=fenced] .job-rows", "0 rows");
        user.focus("[data-step=fenced] summary");
        user.pressKey(Keys.ENTER);
        user.see("[data-step=fenced] pre b", "lease_token");
        screenshots.picture("job-fenced", false);

        sql(
                "UPDATE job SET state = 'RUNNING', attempt = 1, finished_at = NULL, created_at = now() - interval '4 s', worker ="
                        + " 'process 1', lease_token = gen_random_uuid(), leased_until = now() + interval '9 s' WHERE id = "
                        + LATEST);
        sql(
                "UPDATE welcome_mail SET status = 'PROCESSING', finished_at = NULL, runs = NULL, accepted_at = now() - interval"
                        + " '4 s' WHERE job = " + LATEST);
        events("0,QUEUED,insert,0  19,CLAIMED,pick,1  1020,HEARTBEAT,extend,1  1240,KILLED,,1");
        user.visit(user.path(), "Job send-welcome-mail");
        user.see(".job-title .state", "waiting for a lease");
        user.see(".job-story", "holds the job until");
        screenshots.picture("job-dark", true);
    }

    @Test
    void a_retry_that_comes_too_late_is_explained_beside_its_button() {
        user.visit("/lab", "Lab");
        user.press("The mail server is down");
        user.see(".lab-toggle[data-armed]", "Mail server is down");
        user.signUp("Gordon Parks");
        user.visit("/jobs?state=dead", "Jobs");
        user.reloadUntil(1, ".state", "failed");
        user.follow("send-welcome-mail", "Job send-welcome-mail");
        screenshots.take("job-dead");
        user.press("Repair");
        user.seeNo(".notice-line");

        String late = user.open(WindowType.TAB, user.path(), "Job send-welcome-mail");
        user.press("Retry this job");
        user.see(".job-title .state", "complete");
        user.switchTo(late);
        user.press("Retry this job");

        user.see(".problem", "Not retried");
        chromium.expectErrors("status of 409");
    }

    private void completeMail() {
        user.signUp("Diane Arbus");
        user.visit("/jobs?state=all", "Jobs");
        user.follow("send-welcome-mail", "Job send-welcome-mail");
        user.see(".job-title .state", "complete");
    }

    /** Replaces the steps of the latest mail's job by these: milliseconds, step, move, attempt and detail. */
    private void events(String steps) {
        sql("DELETE FROM job_event WHERE job_id = " + LATEST);
        for (String step : steps.split("  ")) {
            String[] parts = step.split(",");
            sql(
                    "INSERT INTO job_event (job_id, at, round, attempt, step, move, detail, process) SELECT id, created_at + "
                            + "interval '%s ms', 1, %s, '%s', nullif('%s', ''), %s, 'process 823%s' FROM job WHERE id = "
                                    .formatted(
                                            parts[0],
                                            parts[3],
                                            parts[1],
                                            parts[2],
                                            parts.length > 4 ? "'" + parts[4] + "'" : "NULL",
                                            parts[3])
                            + LATEST);
        }
    }
}
