package dev.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.config.HeaderConfig;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.Filter;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A client that acts as one visitor, with a cookie jar and a CSRF token. */
public final class ApiVisitor {

    public static final String OPERATOR = "operator@example.org";
    public static final File CLIPS = new File("src/test/resources/videos");

    public static final String PASSWORD = "correct horse";
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
    private static final Duration POLL = Duration.ofMillis(20);
    private static volatile Duration limit = LIMIT;

    private static final RestAssuredConfig REPLACEABLE_TOKEN = RestAssuredConfig.config()
            .headerConfig(HeaderConfig.headerConfig().overwriteHeadersWithName("X-CSRF-TOKEN"));

    public final String email = "guest-" + UUID.randomUUID() + "@example.org";
    private final int port;
    private final CookieFilter cookies = new CookieFilter();
    private final List<Filter> filters = new ArrayList<>(List.of(cookies));
    private final String csrf;

    /** A visitor of the application under test in this JVM. */
    public ApiVisitor() {
        this(RestAssured.port);
        TcpProxy.GATEWAY.forwardTo(port);
    }

    public ApiVisitor(int port) {
        this.port = port;
        this.csrf = browser().get("/login").then().statusCode(200).extract().cookie("csrf-token");
    }

    public static ApiVisitor signedUp() {
        ApiVisitor guest = new ApiVisitor();
        guest.signUp("durable").then().statusCode(202);
        return guest;
    }

    public static ApiVisitor operator() {
        ApiVisitor operator = new ApiVisitor();
        operator.signIn(OPERATOR, PASSWORD).then().statusCode(204);
        return operator;
    }

    /** Sets how long a status is polled. */
    public static void limit(Duration duration) {
        limit = duration;
    }

    /** Applies the filter to each request from now on. */
    public void filter(Filter filter) {
        filters.add(filter);
    }

    public Response signIn(String address, String password) {
        return request()
                .contentType(FORM)
                .formParam("j_username", address)
                .formParam("j_password", password)
                .post("/login");
    }

    public Response signUp(String mode) {
        return signUp(mode, "Ada", email, PASSWORD);
    }

    public Response signUp(String mode, String name, String address, String password) {
        return in(mode).contentType(FORM)
                .formParam("name", name)
                .formParam("j_username", address)
                .formParam("j_password", password)
                .post("/signup");
    }

    /** Uploads a video of the folder {@link #CLIPS}, without RestAssured's log. */
    public Response uploadClip(String mode, String name) {
        return in(mode).config(RestAssured.config().logConfig(LogConfig.logConfig()))
                .multiPart("files", new File(CLIPS, name))
                .post("/videos");
    }

    public Response pay(String mode, int cents) {
        return pay(mode, UUID.randomUUID().toString(), cents);
    }

    public Response pay(String mode, String key, int cents) {
        return in(mode).header("Idempotency-Key", '"' + key + '"')
                .formParam("amount", cents)
                .post("/charges");
    }

    public Response upload(String mode, String name, byte[] file) {
        return upload(mode, "/photos", name, file);
    }

    /** Uploads without RestAssured's log, which would contain each byte of the file. */
    public Response upload(String mode, String path, String name, byte[] file) {
        return in(mode).config(RestAssured.config().logConfig(LogConfig.logConfig()))
                .multiPart("files", name, file)
                .post(path);
    }

    /** Arms a fault of the lab. */
    public void arm(String name, String value) {
        program()
                .formParam("name", name)
                .formParam("value", value)
                .post("/lab/faults")
                .then()
                .statusCode(303);
    }

    /** Repairs every fault of the lab. */
    public void repair() {
        program().post("/lab/repair").then().statusCode(303);
    }

    /** A request of a program that does not follow redirects. */
    public RequestSpecification program() {
        return request().redirects().follow(false);
    }

    /** A request as a program sends it. */
    public RequestSpecification request() {
        return given().accept(ContentType.JSON).header("X-CSRF-TOKEN", csrf);
    }

    /** A request with that Accept header, without redirects. A second CSRF header replaces the first. */
    public RequestSpecification request(String accept) {
        return given().config(REPLACEABLE_TOKEN)
                .accept(accept)
                .header("X-CSRF-TOKEN", csrf)
                .redirects()
                .follow(false);
    }

    public RequestSpecification in(String mode) {
        return request().header("Dispatch-Mode", mode);
    }

    /** A form of a browser, with its CSRF token. */
    public RequestSpecification form() {
        return browser().formParam("csrf-token", csrf);
    }

    /** A request of a browser, without a CSRF token. */
    public RequestSpecification browser() {
        return given().accept(ContentType.HTML).redirects().follow(false);
    }

    private RequestSpecification given() {
        return RestAssured.given().port(port).filters(filters);
    }

    /** The value of a Cookie header. */
    public String cookies() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    public String csrf() {
        return csrf;
    }

    public JsonPath json(String address) {
        return request().get(address).then().statusCode(200).extract().jsonPath();
    }

    /** Polls a status until the condition holds. */
    public JsonPath await(String address, Predicate<JsonPath> wanted) {
        try {
            return Awaitility.await().pollInterval(POLL).atMost(limit).until(() -> json(address), wanted);
        } catch (ConditionTimeoutException e) {
            String last = json(address).prettify();
            throw new AssertionError(
                    "condition not met after %d s: %s\n%s".formatted(limit.toSeconds(), address, last), e);
        }
    }

    public JsonPath awaitComplete(String address) {
        return awaitEnd(address, "complete");
    }

    public JsonPath awaitFailed(String address) {
        return awaitEnd(address, "failed");
    }

    private JsonPath awaitEnd(String address, String expected) {
        JsonPath status = await(address, answer -> !answer.getString("status").equals("processing"));
        assertThat(status.getString("status")).as("%s", status.prettify()).isEqualTo(expected);
        return status;
    }
}
