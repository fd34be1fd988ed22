package dev.darkroom.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request, byte by byte, also such as no client would send. */
public final class RawRequest {

    public static final String BOUNDARY = "----darkroom";
    public static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private RawRequest() {}

    /** Writes the body, and whatever else. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What came back; status 0 if the connection was closed without an answer. */
    public record Answer(int status, String text) {

        /** Behind the headers. */
        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    /** A post of a guest to the photos, with its length. */
    public static Answer post(ApiVisitor guest, String mode, String contentType, byte[] body) {
        return send(
                head(guest, mode, contentType) + "Content-Length: " + body.length + "\r\n\r\n", out -> out.write(body));
    }

    /** What a post begins with; how its body is delimited, the caller adds. */
    public static String head(ApiVisitor guest, String mode, String contentType) {
        return String.join(
                "\r\n",
                "POST /photos HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: close",
                "Accept: application/json",
                "Cookie: " + guest.cookies(),
                "X-CSRF-TOKEN: " + guest.csrf(),
                "Dispatch-Mode: " + mode,
                "Content-Type: " + contentType,
                "");
    }

    /** One file in a form, under its name as it is. */
    public static byte[] form(String name, String type, byte[] content) {
        return form(part("form-data; name=\"files\"; filename=\"" + name + "\"", type, content));
    }

    public static byte[] form(byte[]... parts) {
        return Bytes.join(Bytes.join(parts), utf8("--" + BOUNDARY + "--\r\n"));
    }

    public static byte[] part(String disposition, String type, byte[] content) {
        return Bytes.join(
                utf8("--%s\r\nContent-Disposition: %s\r\nContent-Type: %s\r\n\r\n"
                        .formatted(BOUNDARY, disposition, type)),
                content,
                utf8("\r\n"));
    }

    /** A body that the server does not want may break the line while it is sent: what counts is what comes back. */
    public static Answer send(String head, Body body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(utf8(head));
            try {
                body.writeTo(out);
                out.flush();
            } catch (IOException e) {
                // The server has said what it has to say.
            }
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(InputStream in) {
        StringBuilder text = new StringBuilder();
        try {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new IllegalStateException("no answer within " + LIMIT, e);
        } catch (IOException e) {
            // Closed, with bytes of ours unread.
        }
        return new Answer(text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12)), text.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
