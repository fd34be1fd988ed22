package dev.darkroom.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request as bytes on the line, for what no client would send. */
public final class Raw {

    private static final int PATIENCE_MS = 10_000;

    private Raw() {}

    /** @return all that came until the server hung up: it is asked to */
    public static String ask(String firstLine, String... headers) {
        String request = firstLine + "\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            line.setSoTimeout(PATIENCE_MS);
            line.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    public static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
