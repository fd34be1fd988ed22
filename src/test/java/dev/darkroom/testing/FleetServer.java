package dev.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server of its own, started by {@code docker/fleet}. The application reaches it through a proxy. */
public class FleetServer implements AutoCloseable {

    private static final int PORTS = 11;

    private final String server;
    private final Path home;
    private final int firstPort = FreePorts.firstOf(PORTS);
    private final int port;
    private final TcpProxy proxy = new TcpProxy();

    /**
     * @param server its name in the script
     * @param name of its home, which is emptied
     */
    public FleetServer(String server, String name) {
        this.server = server;
        this.home = Path.of("target", "brokers", name).toAbsolutePath();
        fleet("wipe");
        port = fleet("start")
                .lines()
                .filter(line -> line.startsWith(server + " "))
                .mapToInt(line -> Integer.parseInt(line.split(" ")[2]))
                .findFirst()
                .orElseThrow();
        proxy.open(port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** The port of the server itself. */
    public int port() {
        return port;
    }

    public TcpProxy proxy() {
        return proxy;
    }

    public void start() {
        fleet("start");
    }

    /** Ends it as an administrator would. */
    public void stop() {
        fleet("stop");
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        fleet("kill");
    }

    /** Ends it with SIGKILL, and loses its data. */
    public void destroy() {
        kill();
        fleet("wipe");
    }

    @Override
    public void close() {
        proxy.close();
        stop();
    }

    private String fleet(String command) {
        return run("docker/fleet", command, server);
    }

    /** Runs a command, which must succeed, and returns its output. */
    protected String run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.environment().put("FLEET_HOME", home.toString());
            builder.environment().put("FLEET_PORT", Integer.toString(firstPort));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
