package dev.darkroom.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is somebody else's is not there: nothing can be done to it, and nothing tells it from what never was. */
@QuarkusTest
class SomebodyElsesTest {

    /** What differs between two answers to the same request: also their length, by the digits of how long they took. */
    private static final Pattern OF_THE_MOMENT = Pattern.compile(
            "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=csrf-token=|last-click=)[^;]*|Expires=[^;]*|\\d+(?=<small> ms)|(?<=content-length=)\\d+");

    @Inject
    @PersistenceUnitExtension
    Statements statements;

    @BeforeEach
    void the_company_is_in_this_process() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
    }

    @ParameterizedTest
    @MethodSource("routesToWhatIsSomebodys")
    void is_answered_like_what_is_not_there_to_the_last_header_and_with_the_same_statements(Row row) {
        Identity other = Identity.of(Role.OTHER);
        String foreign = new Subjects(Identity.of(Role.OWNER)).addressOf(row);
        String unknown = row.address(UUID.randomUUID().toString());

        for (String accept : List.of("application/json", "text/html")) {
            Watched theirs = ask(other, accept, row, foreign);
            Watched nothing = ask(other, accept, row, unknown);

            assertThat(theirs.answer().statusCode()).isEqualTo(404);
            assertThat(told(theirs)).isEqualTo(told(nothing));
            assertThat(statements.of(theirs.name())).isNotEmpty().isEqualTo(statements.of(nothing.name()));
        }
    }

    static Stream<Row> routesToWhatIsSomebodys() {
        return Matrix.ROUTES.stream().filter(Row::isAboutSomebodys);
    }

    @Test
    void is_left_out_of_a_list_of_statuses() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();
        String hers = photo(grace);
        String payment = charge(grace, "key").getString("id");
        String mine = photo(ada);

        JsonPath answer =
                ada.json("/status?photos=%s,%s,%s&charges=%s".formatted(hers, mine, UUID.randomUUID(), payment));

        assertThat(answer.getList("photos.id")).containsExactly(mine);
        assertThat(answer.getList("charges")).isEmpty();
    }

    @Test
    void dead_job_is_not_tried_again() {
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

    @Test
    void photo_survives_whoever_would_delete_it() {
        ApiVisitor owner = ApiVisitor.signedUp();
        String photo = "/photos/" + photo(owner);
        ApiVisitor other = ApiVisitor.signedUp();

        other.request().delete(photo).then().statusCode(404);
        other.request().post(photo + "/delete").then().statusCode(404);

        owner.request().get(photo + "/large").then().statusCode(200);
    }

    @Test
    void photo_is_not_the_operators_either_who_sees_its_job_and_no_file_of_it() {
        ApiVisitor owner = ApiVisitor.signedUp();
        String photo = owner.in("durable")
                .multiPart("files", "a.jpg", Pictures.jpeg(40, 20))
                .post("/photos")
                .path("photos[0].links.self");
        JsonPath complete = owner.awaitComplete(photo);
        ApiVisitor operator = new ApiVisitor();
        operator.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);

        operator.request().get(complete.getString("links.job")).then().statusCode(200);
        operator.browser().get(complete.getString("links.job")).then().statusCode(200);
        for (String file : List.of("thumb", "medium", "large", "self")) {
            operator.request().get(complete.getString("links." + file)).then().statusCode(404);
        }
        assertThat(operator.json("/status?photos=" + complete.getString("id")).getList("photos"))
                .isEmpty();
    }

    @Test
    void key_is_no_way_to_their_charge() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();

        JsonPath first = charge(ada, "the same key");
        JsonPath second = charge(grace, "the same key");

        assertThat(second.getString("id")).isNotEqualTo(first.getString("id"));
        assertThat(ada.json("/billing").getList("status.id")).hasSize(1);
        assertThat(grace.json("/billing").getList("status.id")).hasSize(1);
    }

    private record Watched(String name, Response answer) {}

    private static Watched ask(Identity who, String accept, Row row, String address) {
        String name = UUID.randomUUID().toString();
        return new Watched(
                name, who.request(accept).header(Statements.WATCH, name).request(row.method(), address));
    }

    private static String told(Watched one) {
        Stream<String> headers = one.answer().headers().asList().stream().map(Header::toString);
        return OF_THE_MOMENT
                .matcher(String.join(
                        "\n",
                        Stream.concat(headers, Stream.of(one.answer().asString()))
                                .toList()))
                .replaceAll("…");
    }

    private static String photo(ApiVisitor owner) {
        return owner.in("inline")
                .multiPart("files", "a.jpg", Pictures.jpeg(40, 20))
                .post("/photos")
                .then()
                .statusCode(201)
                .extract()
                .path("photos[0].id");
    }

    private static JsonPath charge(ApiVisitor owner, String key) {
        return owner.in("durable")
                .header("Idempotency-Key", '"' + key + '"')
                .formParam("amount", 100)
                .post("/charges")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }
}
