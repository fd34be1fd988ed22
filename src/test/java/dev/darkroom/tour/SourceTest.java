package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SourceTest {

    private static final Pattern HIGHLIGHTED = Pattern.compile("<tr(?: id=\"L(\\d+)\")? data-highlighted>(.*?)</tr>");
    private static final Pattern PAGE_SOURCE =
            Pattern.compile("The code of this page: (?:</span>)?<a [^>]*href=\"([^\"#]+)[\"#]");

    @Test
    void a_class_is_shown_whole_with_the_lines_of_the_method_highlighted() {
        String page = page(new ApiVisitor(), "/source/jobs/Relay?method=pick");

        List<MatchResult> lines = HIGHLIGHTED.matcher(page).results().toList();
        assertThat(page)
                .contains("src/main/java/dev/darkroom/jobs/Relay.java", "id=\"L1\"", "<code>Relay.pick</code>")
                .containsPattern("<a href=\"#highlighted\">lines \\d+–\\d+</a>")
                .contains("<a href=\"/\">Back</a>");
        assertThat(lines.get(0).group(2)).contains("/** Takes as many due jobs as the lane has free workers,");
        assertThat(lines).anySatisfy(line -> assertThat(line.group(2)).contains("claimAndSend(lane, free, "));
        assertThat(lines).noneSatisfy(line -> assertThat(line.group(2)).contains("send(Job"));
        assertThat(lines).extracting(line -> Integer.valueOf(line.group(1))).isSorted();
    }

    @Test
    void a_test_has_a_page_too() {
        assertThat(page(new ApiVisitor(), "/source/test/jobs/DurableJobTest?method=a_rolled_back_submit_leaves_no_job"))
                .containsPattern(HIGHLIGHTED);
    }

    /** Tests the names themselves: the HTTP server rejects or normalises most of them before they get here. */
    @ParameterizedTest
    @ValueSource(strings = {"./jobs/Relay", "jobs//Relay", "../../../test/dev/darkroom/jobs/BackoffTest"})
    void a_path_to_a_class_is_not_a_name(String path) {
        assertThat(Source.find(path)).isEmpty();
    }

    @Test
    void a_class_without_such_a_method_is_shown_without_highlights() {
        assertThat(page(new ApiVisitor(), "/source/jobs/Relay?method=teleport")).doesNotContainPattern(HIGHLIGHTED);
    }

    @Test
    void markup_in_a_class_is_shown_as_text() {
        String page = page(new ApiVisitor(), "/source/test/tour/SourceTest");

        assertThat(page).contains("&lt;code&gt;Relay.pick").doesNotContain("<code>Relay.pick");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs/Missing", "jobs/Relay.java", "..%2F..%2Fapplication", "..%5Cpom", "jobs/Relay%00"})
    void a_name_that_is_no_class_gets_404(String name) {
        new ApiVisitor()
                .browser()
                .urlEncodingEnabled(false)
                .get("/source/" + name)
                .then()
                .statusCode(404);
    }

    @Test
    void the_packaged_source_is_not_served_as_a_file() {
        new ApiVisitor()
                .browser()
                .get("/source/main/dev/darkroom/jobs/Relay.java")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/billing, /source/billing/BillingResource",
        "/stage, /source/account/StageResource?method=stage",
        "/jobs, /source/board/BoardResource?method=board",
        "/lab, /source/lab/LabResource?method=lab",
        "/source/jobs/Relay, /source/tour/TourResource?method=source"
    })
    void each_page_links_to_the_code_that_renders_it(String address, String source) {
        ApiVisitor guest = ApiVisitor.signedUp();

        MatchResult link =
                PAGE_SOURCE.matcher(page(guest, address)).results().findFirst().orElseThrow();

        assertThat(link.group(1)).startsWith(source);
        assertThat(page(guest, link.group(1))).containsPattern(HIGHLIGHTED);
    }

    @Test
    void each_step_of_a_job_links_to_the_code_that_records_it() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String job = guest.awaitComplete("/me/status").getString("links.job");

        assertThat(page(guest, job))
                .contains("href=\"/source/jobs/JobTable?method=insert#highlighted\"")
                .contains("href=\"/source/jobs/JobTable?method=complete#highlighted\"");
    }

    @Test
    void a_statement_is_highlighted_like_a_method() {
        String page = page(new ApiVisitor(), "/source/jobs/HandOver?method=CLAIM");
        List<MatchResult> lines = HIGHLIGHTED.matcher(page).results().toList();

        assertThat(lines)
                .anySatisfy(line -> assertThat(line.group(2)).contains("state = &#39;QUEUED&#39; THEN (run_at"));
        assertThat(lines).noneSatisfy(line -> assertThat(line.group(2)).contains("hasSettled"));
    }

    private static String page(ApiVisitor guest, String address) {
        return guest.browser().get(address).then().statusCode(200).extract().asString();
    }
}
