package dev.darkroom.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.authorisation.Matrix.Row;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request for another user's record is answered like one for an unknown record, and changes nothing. */
@QuarkusTest
class ForeignRecordsTest {

    /** Parts that differ between two answers to the same request. */
    private static final Pattern VARIABLE = Pattern.compile(
            "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=csrf-token=|last-click=)[^;]*|Expires=[^;]*"
                    + "|\\d+(?=<small> ms)|(?<=content-length=)\\d+|(?<=Date=)[^\\n]*");

    @ParameterizedTest
    @MethodSource("privateRoutes")
    void a_foreign_record_is_answered_like_an_unknown_one_to_the_last_header(Row row) {
        ApiVisitor other = ApiVisitor.signedUp();
        String foreign = row.addressFor(ApiVisitor.signedUp());
        String unknown = row.address(UUID.randomUUID().toString());

        for (String accept : List.of("application/json", "text/html")) {
            Response toForeign = other.request(accept).request(row.method(), foreign);
            Response toUnknown = other.request(accept).request(row.method(), unknown);

            assertThat(toForeign.statusCode()).isEqualTo(404);
            assertThat(fixedParts(toForeign)).isEqualTo(fixedParts(toUnknown));
        }
    }

    static Stream<Row> privateRoutes() {
        return Matrix.ROUTES.stream().filter(Row::isPrivate);
    }

    @Test
    void a_foreign_dead_job_is_not_retried() {
        ApiVisitor owner = new ApiVisitor();
        String job;
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            owner.signUp("durable").then().statusCode(202);
            job = owner.awaitFailed("/me/status").getString("links.job");
        }

        ApiVisitor.signedUp().request().post(job + "/retry").then().statusCode(404);

        assertThat(owner.json(job).getString("job.state")).isEqualTo("DEAD");
        assertThat(owner.json(job).getInt("job.round")).isEqualTo(1);
    }

    /** A video has frames only while it is transcoded. */
    @Test
    void a_frame_of_a_foreign_video_is_not_found() {
        ApiVisitor owner = ApiVisitor.signedUp();
        ApiVisitor other = ApiVisitor.signedUp();
        String video = "/videos/" + owner.in("durable").post("/videos/samples").path("videos[0].id");
        String frame = video + "/frames/1";
        Awaitility.await().until(() -> owner.request().get(frame).statusCode() == 200);

        other.request().get(frame).then().statusCode(404);

        owner.request().get(frame).then().statusCode(200);
        owner.request().delete(video).then().statusCode(204);
    }

    @Test
    void a_key_of_another_user_does_not_lead_to_its_charge() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();

        JsonPath first = ada.pay("durable", "the same key", 100).jsonPath();
        JsonPath second = grace.pay("durable", "the same key", 100).jsonPath();

        assertThat(second.getString("id")).isNotEqualTo(first.getString("id"));
        assertThat(ada.json("/billing").getList("status.id")).hasSize(1);
        assertThat(grace.json("/billing").getList("status.id")).hasSize(1);
    }

    private static String fixedParts(Response answer) {
        Stream<String> headers = answer.headers().asList().stream().map(Header::toString);
        String whole = Stream.concat(headers, Stream.of(answer.asString())).collect(Collectors.joining("\n"));
        return VARIABLE.matcher(whole).replaceAll("…");
    }
}
