package dev.darkroom.testing;

import static dev.darkroom.testing.RawRequest.BOUNDARY;
import static dev.darkroom.testing.RawRequest.MULTIPART;
import static dev.darkroom.testing.RawRequest.form;
import static dev.darkroom.testing.RawRequest.head;
import static dev.darkroom.testing.RawRequest.part;

import dev.darkroom.testing.RawRequest.Answer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A request that somebody sends who does not mean well, or whose line does not.
 *
 * @param what it is, as the report names it
 * @param answers one of which must come; 0 is a closed connection
 */
public record HostileRequest(String what, Set<Integer> answers, Function<ApiVisitor, Answer> sent) {

    private static final int MEGABYTE = 1 << 20;
    private static final byte[] PICTURE = Pictures.jpeg(40, 30);
    private static final byte[] GOOD = form("a.jpg", "image/jpeg", PICTURE);

    public static Stream<HostileRequest> all() {
        return Stream.of(shapes(), crowds(), lines()).flatMap(List::stream);
    }

    /** Not the form that is asked for. */
    private static List<HostileRequest> shapes() {
        return List.of(
                body("no body", 400, MULTIPART, new byte[0]),
                body("no boundary", 400, "multipart/form-data", GOOD),
                body("another boundary", 400, "multipart/form-data; boundary=other", GOOD),
                body("no end", 400, MULTIPART, Bytes.first(GOOD, 90)),
                body("not a form: multipart/mixed", 415, "multipart/mixed; boundary=" + BOUNDARY, GOOD),
                body("not a form: JSON", 415, "application/json", Bytes.ascii("{\"files\":[]}")),
                body("a charset that is none", 400, MULTIPART + "; charset=klingon", GOOD),
                body(
                        "a part in a charset that is none",
                        400,
                        MULTIPART,
                        form(part("form-data; name=\"other\"", "text/plain; charset=klingon", PICTURE))),
                body(
                        "the wrong field",
                        400,
                        MULTIPART,
                        form(part("form-data; name=\"other\"; filename=\"a.jpg\"", "image/jpeg", PICTURE))),
                body(
                        "a field that is no file",
                        400,
                        MULTIPART,
                        form(part("form-data; name=\"files\"", "text/plain", Bytes.ascii("a.jpg")))),
                body("a part without a name", 400, MULTIPART, form(part("form-data", "image/jpeg", PICTURE))),
                body(
                        "a part that is an attachment",
                        400,
                        MULTIPART,
                        form(part("attachment; filename=\"a.jpg\"", "image/jpeg", PICTURE))),
                body(
                        "a part without a disposition",
                        400,
                        MULTIPART,
                        form(Bytes.ascii("--" + BOUNDARY + "\r\n\r\n"), PICTURE, Bytes.ascii("\r\n"))),
                body(
                        "a part whose header is none",
                        400,
                        MULTIPART,
                        form(Bytes.ascii("--" + BOUNDARY + "\r\nno colon\r\n\r\n"), PICTURE, Bytes.ascii("\r\n"))),
                body(
                        "a part in Base64 that is none",
                        400,
                        MULTIPART,
                        form(Bytes.join(
                                Bytes.ascii("--" + BOUNDARY
                                        + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n"
                                        + "Content-Transfer-Encoding: base64\r\n\r\n"),
                                Bytes.ascii("%%%%"),
                                Bytes.ascii("\r\n")))));
    }

    /** Too much. */
    private static List<HostileRequest> crowds() {
        return List.of(
                body(
                        "10,000 fields",
                        413,
                        MULTIPART,
                        form(many(10_000, part("form-data; name=\"x\"", "text/plain", new byte[0])))),
                body(
                        "10,000 files",
                        413,
                        MULTIPART,
                        form(many(
                                10_000, part("form-data; name=\"files\"; filename=\"a\"", "image/jpeg", new byte[0])))),
                body(
                        "900 fields and no file",
                        400,
                        MULTIPART,
                        form(many(900, part("form-data; name=\"x\"", "text/plain", new byte[0])))),
                body(
                        "a field of 1 MB",
                        413,
                        MULTIPART,
                        form(part("form-data; name=\"x\"", "text/plain", new byte[MEGABYTE]))),
                body("a file's name of 1 MB", 201, MULTIPART, form("a".repeat(MEGABYTE), "image/jpeg", PICTURE)),
                new HostileRequest(
                        "600 MB, says the header",
                        Set.of(413),
                        guest -> RawRequest.send(
                                head(guest, "inline", MULTIPART) + "Content-Length: 600000000\r\n\r\n", out -> {})));
    }

    /** The line is slow, or breaks. */
    private static List<HostileRequest> lines() {
        return List.of(
                new HostileRequest(
                        "no length: in chunks",
                        Set.of(201),
                        guest -> RawRequest.send(chunked(guest), out -> {
                            for (int i = 0; i < GOOD.length; i += 100) {
                                int length = Math.min(100, GOOD.length - i);
                                out.write(Bytes.ascii(Integer.toHexString(length) + "\r\n"));
                                out.write(GOOD, i, length);
                                out.write(Bytes.ascii("\r\n"));
                            }
                            out.write(Bytes.ascii("0\r\n\r\n"));
                        })),
                new HostileRequest(
                        "a chunk of no size",
                        Set.of(0, 400),
                        guest -> RawRequest.send(
                                chunked(guest), out -> out.write(Bytes.ascii("many\r\nbytes\r\n0\r\n\r\n")))),
                // The server answers and hangs up at the same time: either may come first.
                new HostileRequest(
                        "it stops halfway, and stays silent",
                        Set.of(0, 408),
                        guest -> RawRequest.send(
                                head(guest, "inline", MULTIPART) + "Content-Length: " + GOOD.length + "\r\n\r\n",
                                out -> out.write(Bytes.first(GOOD, 50)))));
    }

    private static HostileRequest body(String what, int answer, String contentType, byte[] body) {
        return new HostileRequest(what, Set.of(answer), guest -> RawRequest.post(guest, "inline", contentType, body));
    }

    private static String chunked(ApiVisitor guest) {
        return head(guest, "inline", MULTIPART) + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static byte[] many(int times, byte[] part) {
        return Bytes.join(Stream.generate(() -> part).limit(times).toArray(byte[][]::new));
    }

    @Override
    public String toString() {
        return what;
    }
}
