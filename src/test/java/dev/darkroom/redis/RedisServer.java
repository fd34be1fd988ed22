package dev.darkroom.redis;

import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.FreePorts;
import dev.darkroom.testing.TcpProxy;
import dev.darkroom.testing.TestServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Redis that writes each command to disk before it answers. The application reaches it through a {@link TcpProxy}. */
public class RedisServer implements QuarkusTestResourceLifecycleManager {

    static final RedisServer SERVER = new RedisServer();
    static final TcpProxy PROXY = new TcpProxy();

    private final Path folder = Path.of("target", "redis").toAbsolutePath();
    private int port;
    private Process process;

    @Override
    public Map<String, String> start() {
        SERVER.port = FreePorts.one();
        SERVER.deleteData();
        SERVER.run();
        PROXY.open(SERVER.port);
        return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + PROXY.port());
    }

    @Override
    public void stop() {
        PROXY.close();
        SERVER.kill();
    }

    void run() {
        try {
            process = new ProcessBuilder(
                            "redis-server",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--dir",
                            Files.createDirectories(folder).toString(),
                            "--save",
                            "",
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "always")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Redis").until(() -> command("PING").equals("PONG"));
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void deleteData() {
        TestServices.delete(folder);
    }

    /** The answer to a command, one line for each of its values. */
    String command(String... words) {
        List<String> line = Stream.concat(Stream.of("redis-cli", "-p", Integer.toString(port)), Stream.of(words))
                .toList();
        try {
            Process client = new ProcessBuilder(line).redirectErrorStream(true).start();
            return new String(client.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
