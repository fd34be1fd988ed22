package dev.darkroom.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.darkroom.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An S3 server of its own, started by {@code docker/fleet}. The application reaches it through a proxy. */
final class S3Server implements AutoCloseable {

    private static final int FLEET_PORTS = 11;
    private static final int PLACE = 7;
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

    private final Path home;
    private final int firstPort = ApplicationProcess.freePorts(FLEET_PORTS);
    private final TcpProxy proxy = new TcpProxy();

    S3Server(String name) {
        this.home = Path.of("target", "brokers", name).toAbsolutePath();
        fleet("wipe");
        fleet("start");
        proxy.open(port());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> fleet("kill")));
    }

    /** The settings of a process that uses this server, as {@code name=value}. */
    String[] settings(String... more) {
        List<String> own = List.of(
                "darkroom.storage=s3",
                "darkroom.s3.endpoint=http://127.0.0.1:" + proxy.port(),
                "darkroom.s3.bucket=darkroom",
                "darkroom.s3.region=eu-central-1",
                "darkroom.s3.path-style=true",
                "aws.accessKeyId=key",
                "aws.secretAccessKey=secret");
        return Stream.concat(own.stream(), Stream.of(more)).toArray(String[]::new);
    }

    TcpProxy proxy() {
        return proxy;
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
        proxy.forwardTo(server.getAddress().getPort());
        return () -> {
            proxy.forwardTo(port());
            server.stop(0);
        };
    }

    @Override
    public void close() {
        proxy.close();
        fleet("stop");
    }

    private int port() {
        return firstPort + PLACE;
    }

    private void fleet(String command) {
        try {
            ProcessBuilder builder = new ProcessBuilder("docker/fleet", command, "s3").redirectErrorStream(true);
            builder.environment().put("FLEET_HOME", home.toString());
            builder.environment().put("FLEET_PORT", "" + firstPort);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor())
                    .as("docker/fleet %s s3: %s", command, output)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
