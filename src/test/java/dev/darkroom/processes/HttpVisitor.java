package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A client that acts as one visitor: it keeps cookies and sends the CSRF token. */
final class HttpVisitor {

    private static final String PASSWORD = "correct horse";
    private static final String BOUNDARY = "a-boundary-that-no-picture-contains";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String url;
    private final String email = anyEmail();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    HttpVisitor(ApplicationProcess darkroom) {
        this.url = darkroom.url();
        HttpResponse<String> page =
                Http.send(request("/login").setHeader("Accept", "text/html").build());
        if (page.statusCode() != 200) {
            throw new IllegalStateException(page.statusCode() + " " + page.body());
        }
        remember(page);
    }

    static HttpVisitor signedUp(ApplicationProcess darkroom) {
        HttpVisitor visitor = new HttpVisitor(darkroom);
        visitor.signUp("durable");
        return visitor;
    }

    String email() {
        return email;
    }

    /** Returns the welcome mail's status address. */
    String signUp(String mode) {
        return location(signUp(mode, email));
    }

    /** Returns any response; each call uses a new email address. */
    HttpResponse<String> tryToSignUp() {
        return signUp("durable", anyEmail());
    }

    private HttpResponse<String> signUp(String mode, String address) {
        return post("/signup", mode, Map.of("name", "Ada", "j_username", address, "j_password", PASSWORD));
    }

    /** Returns the photo's status address. */
    String upload(String mode, byte[] picture) {
        return location(tryToUpload(mode, picture));
    }

    /** Uploads, and returns any response. */
    HttpResponse<String> tryToUpload(String mode, byte[] picture) {
        return post(
                "/photos",
                mode,
                multipart(picture),
                Map.of("Content-Type", "multipart/form-data; boundary=" + BOUNDARY));
    }

    /** Returns the charge's status address. */
    String pay(String mode, int cents) {
        return pay(mode, cents, UUID.randomUUID().toString());
    }

    String pay(String mode, int cents, String intent) {
        return location(tryToPay(mode, cents, intent));
    }

    /** Pays, and returns any response. */
    HttpResponse<String> tryToPay(String mode, int cents, String intent) {
        return post(
                "/charges",
                mode,
                form(Map.of("amount", Integer.toString(cents))),
                Map.of("Idempotency-Key", '"' + intent + '"'));
    }

    /** Asks for another welcome mail, and returns its id. */
    String welcomeAgain() {
        HttpResponse<String> accepted = post("/me/welcome", "durable", Map.of());
        location(accepted);
        return Http.json(accepted).path("id").asText();
    }

    /** Arms a fault with the lab's form, and returns the status code. */
    int arm(String name, String value) {
        return post("/lab/faults", "durable", Map.of("name", name, "value", value))
                .statusCode();
    }

    JsonNode get(String path) {
        HttpResponse<String> answer = Http.send(request(path).build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Http.json(answer);
    }

    /** The notices at the top of every page. */
    List<String> notices() {
        return StreamSupport.stream(get("/process").path("notices").spliterator(), false)
                .map(notice -> notice.path("kind").asText() + ": "
                        + notice.path("text").asText())
                .toList();
    }

    /** The page as HTML. */
    String page(String path) {
        return Http.send(request(path).setHeader("Accept", "text/html").build()).body();
    }

    JsonNode awaitComplete(String status) {
        return await(status, answer -> answer.path("status").asText().equals("complete"));
    }

    JsonNode await(String path, Predicate<JsonNode> wanted) {
        return Awaitility.await(path)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> get(path), wanted);
    }

    HttpResponse<String> post(String path, String mode, Map<String, String> fields) {
        return post(path, mode, form(fields), Map.of());
    }

    private HttpResponse<String> post(String path, String mode, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .setHeader("X-CSRF-TOKEN", cookies.get("csrf-token"))
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .setHeader("Dispatch-Mode", mode)
                .POST(body);
        headers.forEach(request::setHeader);
        HttpResponse<String> answer = Http.send(request.build());
        remember(answer);
        return answer;
    }

    HttpResponse<String> signIn(String address, String password) {
        return post("/login", "durable", Map.of("j_username", address, "j_password", password));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = Http.to(url + path).setHeader("Accept", "application/json");
        if (!cookies.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private void remember(HttpResponse<String> answer) {
        answer.headers().allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
    }

    private static String anyEmail() {
        return "visitor-" + UUID.randomUUID() + "@example.org";
    }

    /** The path of the Location header. */
    private static String location(HttpResponse<String> accepted) {
        if (accepted.statusCode() / 100 != 2) {
            throw new IllegalStateException(accepted.statusCode() + " " + accepted.body());
        }
        String location = accepted.headers().firstValue("Location").orElseThrow();
        return URI.create(location).getRawPath();
    }

    private static BodyPublisher form(Map<String, String> fields) {
        return BodyPublishers.ofString(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    private static BodyPublisher multipart(byte[] picture) {
        String head =
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"picture.jpg\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\n";
        String tail = "\r\n--" + BOUNDARY + "--\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head), BodyPublishers.ofByteArray(picture), BodyPublishers.ofString(tail));
    }
}
