package dev.darkroom.processes;

import com.sun.net.httpserver.HttpServer;
import dev.darkroom.testing.FleetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An S3 server of its own. */
final class S3Server extends FleetServer {

    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

    S3Server(String name) {
        super("s3", name);
    }

    /** The settings of a process that uses this server, as {@code name=value}. */
    String[] settings(String... more) {
        List<String> own = List.of(
                "darkroom.storage=s3",
                "darkroom.s3.endpoint=http://127.0.0.1:" + proxy().port(),
                "darkroom.s3.bucket=darkroom",
                "darkroom.s3.region=eu-central-1",
                "darkroom.s3.path-style=true",
                "aws.accessKeyId=key",
                "aws.secretAccessKey=secret");
        return Stream.concat(own.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** The keys of all objects of a record, or with another prefix. */
    List<String> keys(String prefix) {
        String list = Http.get("http://127.0.0.1:%d/darkroom?list-type=2&prefix=%s".formatted(port(), prefix))
                .body();
        return KEY.matcher(list).results().map(found -> found.group(1)).toList();
    }

    /** Answers each request with 503 until what it returns is closed. */
    AutoCloseable refusing() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            request.getRequestBody().readAllBytes();
            request.sendResponseHeaders(503, -1);
            request.close();
        });
        server.start();
        proxy().forwardTo(server.getAddress().getPort());
        return () -> {
            proxy().forwardTo(port());
            server.stop(0);
        };
    }
}
