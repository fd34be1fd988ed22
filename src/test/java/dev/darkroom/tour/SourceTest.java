package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

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

    private static final Pattern LIT = Pattern.compile("<tr(?: id=\"L(\\d+)\")? data-lit>(.*?)</tr>");
    private static final Pattern WRITER = Pattern.compile("The code of this page: <a [^>]*href=\"([^\"#]+)[\"#]");

    @Test
    void a_class_is_shown_whole_and_the_lines_of_the_method_are_lit() {
        String page = page(new ApiVisitor(), "/source/jobs/Relay?method=mark");

        List<MatchResult> lit = LIT.matcher(page).results().toList();
        assertThat(page).contains("src/main/java/dev/darkroom/jobs/Relay.java").contains("id=\"L1\"");
        assertThat(lit.get(0).group(2)).contains("/** A mark whose message leads to nothing");
        assertThat(lit).anySatisfy(line -> assertThat(line.group(2)).contains("HANDED_OVER"));
        assertThat(lit).noneSatisfy(line -> assertThat(line.group(2)).contains("send(Lane"));
        assertThat(lit).extracting(line -> Integer.valueOf(line.group(1))).isSorted();
    }

    @Test
    void a_test_has_a_page_too() {
        assertThat(page(new ApiVisitor(), "/source/test/jobs/DurableJobTest?method=a_rolled_back_submit_leaves_no_job"))
                .containsPattern(LIT);
    }

    @Test
    void a_class_in_which_there_is_no_such_method_is_shown_with_nothing_lit() {
        assertThat(page(new ApiVisitor(), "/source/jobs/Relay?method=teleport")).doesNotContainPattern(LIT);
    }

    @Test
    void what_a_class_contains_is_text_on_its_page_and_no_markup() {
        String page = page(new ApiVisitor(), "/source/tour/Tour");

        assertThat(page).contains("&lt;!-- try: ").doesNotContain("<!-- try: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/Nobody",
                "jobs/relay",
                "Relay",
                "jobs",
                "jobs/Relay.java",
                "../main/jobs/Relay",
                "..%2F..%2Fapplication",
                "%2e%2e/%2e%2e/application.properties",
                "..%5C..%5Capplication",
                "/etc/passwd",
                "%2Fetc%2Fpasswd",
                "jobs/Relay%00",
                "jobs/Relay%0A",
                "docs/tour.md",
                "test/test/jobs/DurableJobTest"
            })
    void what_is_no_class_is_not_there(String name) {
        int status = new ApiVisitor()
                .browser()
                .urlEncodingEnabled(false)
                .get("/source/" + name)
                .statusCode();

        assertThat(status).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source/main/dev/darkroom/jobs/Relay.java", "source/docs/tour.md"})
    void the_packaged_source_is_not_served_as_a_file(String path) {
        assertThat(new ApiVisitor().browser().get("/" + path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/login, /source/account/SigninResource",
        "/stage, /source/account/StageResource?method=stage",
        "/photos, /source/media/PhotoResource",
        "/billing, /source/billing/BillingResource",
        "/jobs, /source/status/JobsResource?method=board",
        "/inbox, /source/account/InboxResource",
        "/lab, /source/lab/LabResource?method=lab",
        "/tour, /source/tour/TourResource?method=tour",
        "/source/jobs/Relay, /source/tour/SourceResource?method=source"
    })
    void each_page_leads_to_the_lines_that_wrote_it(String address, String writer) {
        ApiVisitor guest = address.equals("/login") ? new ApiVisitor() : ApiVisitor.signedUp();

        MatchResult link =
                WRITER.matcher(page(guest, address)).results().findFirst().orElseThrow();

        assertThat(link.group(1)).startsWith(writer);
        assertThat(page(guest, link.group(1))).containsPattern(LIT);
    }

    @Test
    void each_step_of_a_job_leads_to_the_lines_that_wrote_it() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String job = guest.awaitComplete("/me/status").getString("links.job");

        assertThat(page(guest, job))
                .contains("href=\"/source/jobs/DurableDispatch?method=dispatch#lit\"")
                .contains("href=\"/source/jobs/JobRunner?method=complete#lit\"");
    }

    @Test
    void the_page_says_which_lines_are_meant_and_leads_back() {
        assertThat(page(new ApiVisitor(), "/source/jobs/Relay?method=mark"))
                .contains("<code>Relay.mark</code>")
                .containsPattern("<a href=\"#lit\">lines \\d+–\\d+</a>")
                .contains("<a href=\"/\">Back</a>");
    }

    @Test
    void a_statement_can_be_meant_as_well_as_a_method() {
        String page = page(new ApiVisitor(), "/source/jobs/JobTable?method=CLAIM");
        List<MatchResult> lit = LIT.matcher(page).results().toList();

        assertThat(lit).anySatisfy(line -> assertThat(line.group(2)).contains("state = &#39;QUEUED&#39; AND run_at"));
        assertThat(lit).noneSatisfy(line -> assertThat(line.group(2)).contains("SKIP LOCKED"));
    }

    @Test
    void the_tour_leaves_out_what_is_for_who_reads_the_file_and_leads_nowhere_else() {
        String page = page(new ApiVisitor(), "/tour");

        assertThat(page)
                .doesNotContain("The buttons are at")
                .doesNotContain("href=\"guarantees.md\"")
                .contains("href=\"#stop-9\"")
                .contains("src/docs/guarantees.");
    }

    @Test
    void the_tour_is_open_to_a_stranger_and_shows_the_real_lines() {
        String page = page(new ApiVisitor(), "/tour");

        assertThat(page).contains("id=\"stop-1\"").contains("id=\"stop-9\"").contains("href=\"/tour\"");
        assertThat(LIT.matcher(page).results())
                .anySatisfy(line -> assertThat(line.group(2)).contains("SKIP LOCKED"));
        new ApiVisitor().browser().get("/tour").then().body(not(containsString("../test/java")));
    }

    private static String page(ApiVisitor guest, String address) {
        return guest.browser().get(address).then().statusCode(200).extract().asString();
    }
}
