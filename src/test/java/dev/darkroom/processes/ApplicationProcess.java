package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.FreePorts;
import dev.darkroom.testing.TestServices;
import io.restassured.RestAssured;
import io.restassured.config.ConnectionConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged application in its own process. Its home outlives it, and can be shared with workers. */
public final class ApplicationProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path FOLDER = Path.of("target", "processes").toAbsolutePath();
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    static {
        // Several test classes run at a time, so a start may take more than ten seconds.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.config = RestAssuredConfig.config()
                .connectionConfig(ConnectionConfig.connectionConfig().closeIdleConnectionsAfterEachResponse())
                .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 30_000));
    }

    /**
     * The archive of loaded classes (AppCDS), those of a sign-up and its job included. It saves half of the CPU time of
     * a start, and stays beside the jar.
     */
    private static final class SharedClasses {

        static final Path ARCHIVE = JAR.resolveSibling("classes.jsa");
        static final String DUMP = "-XX:ArchiveClassesAtExit=" + ARCHIVE;

        static {
            if (ARCHIVE.toFile().lastModified() < JAR.toFile().lastModified()) {
                ApplicationProcess darkroom = new ApplicationProcess("classes")
                        .with("darkroom.stage.warm-up", true)
                        .option(DUMP);
                try (darkroom) {
                    HttpVisitor visitor = new HttpVisitor(darkroom.start());
                    visitor.awaitComplete(
                            HttpVisitor.location(visitor.api().in("durable").post("/stage")));
                }
            }
        }
    }

    private final String name;
    private final Path home;
    private final boolean ownsHome;
    private final int port = FreePorts.one();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    /** The working directory; null for that of the tests. */
    private File folder;

    private boolean sharesPrograms = true;
    private Process process;
    private Path output;
    private int starts;

    /** @param name of its home, which is emptied, and of its log files */
    public ApplicationProcess(String name) {
        this(name, FOLDER.resolve(name), true);
        DatabaseServer.of(home).stop();
        TestServices.delete(home);
    }

    private ApplicationProcess(String name, Path home, boolean ownsHome) {
        this.name = name;
        this.home = home;
        this.ownsHome = ownsHome;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        with("darkroom.home", home);
        with("darkroom.postgres.port", FreePorts.one());
        with("quarkus.http.port", port);
        with("darkroom.stage.warm-up", false);
        with("darkroom.simulate.smtp-delay", "0s");
        with("darkroom.simulate.gateway-delay", "0s");
        with("darkroom.simulate.resize-delay", "0s");
        with("darkroom.simulate.transcode-delay", "0s");
    }

    /** A worker with the same home and settings. */
    public ApplicationProcess worker(String name) {
        ApplicationProcess worker = new ApplicationProcess(name, home, false);
        worker.options.addAll(options);
        worker.settings.putAll(settings);
        worker.environment.putAll(environment);
        return worker.with("quarkus.http.port", worker.port).with("darkroom.role", "worker");
    }

    /** A worker on another machine: with a home of its own, and the same database and settings. */
    ApplicationProcess workerElsewhere(String name) {
        ApplicationProcess worker = new ApplicationProcess(name);
        Map<String, String> own = Map.copyOf(worker.settings);
        worker.options.addAll(options);
        worker.settings.putAll(settings);
        worker.settings.putAll(own);
        String database = "jdbc:postgresql://127.0.0.1:%d/darkroom".formatted(databasePort());
        return worker.with("darkroom.role", "worker").with("quarkus.datasource.jdbc.url", database);
    }

    /** Starts the jar of another application, whose project is in that folder. */
    ApplicationProcess in(Path folder) {
        this.folder = folder.toFile();
        return this;
    }

    /** Sets a setting from the next start on. */
    public ApplicationProcess with(String setting, Object value) {
        settings.put(setting, value.toString());
        return this;
    }

    /** Sets settings of the form {@code name=value} from the next start on. */
    ApplicationProcess with(Stream<String> settings) {
        settings.map(setting -> setting.split("=", 2)).forEach(pair -> with(pair[0], pair[1]));
        return this;
    }

    /** Sets an environment variable from the next start on. */
    ApplicationProcess variable(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** Lets it unpack PostgreSQL's programs, as on a first start. */
    ApplicationProcess unpacking() {
        sharesPrograms = false;
        return this;
    }

    /** Adds a JVM option from the next start on. */
    ApplicationProcess option(String option) {
        options.add(option);
        return this;
    }

    /** Starts those that do not run, and waits until all are ready. */
    static void startAll(List<ApplicationProcess> processes) {
        processes.stream().filter(process -> !process.isAlive()).forEach(ApplicationProcess::launch);
        processes.forEach(ApplicationProcess::awaitReady);
    }

    /** Starts or restarts, and waits until it is ready. */
    public ApplicationProcess start() {
        return launch().awaitReady();
    }

    ApplicationProcess awaitReady() {
        await(name + " is ready: see " + output)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isReady() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " did not start:\n" + String.join("\n", log()));
        }
        return this;
    }

    /** Starts without waiting. */
    ApplicationProcess launch() {
        starts++;
        output = FOLDER.resolve(name + "-" + starts + ".log");
        try {
            Files.createDirectories(FOLDER);
            ProcessBuilder builder = new ProcessBuilder(command())
                    .directory(folder)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            if (sharesPrograms) {
                TestServices.linkPrograms(TestServices.PROGRAMS, home);
            }
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Sends SIGSTOP. */
    void freeze() {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM, waits, and returns the exit code. */
    int stop() {
        terminate();
        return exitCode();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitCode() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end in time:\n" + String.join("\n", log()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    Path home() {
        return home;
    }

    int databasePort() {
        return DatabaseServer.of(home).port();
    }

    PhotoFiles photos() {
        return new PhotoFiles(home.resolve("photos"));
    }

    /** The lines of its output since the last start. */
    List<String> log() {
        try {
            return Files.readAllLines(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLine() {
        List<String> log = log();
        return log.get(log.size() - 1);
    }

    @Override
    public void close() {
        if (isAlive()) {
            thaw();
            stop();
        }
        if (ownsHome) {
            DatabaseServer.of(home).stop();
        }
    }

    private void signal(String signal) {
        signal(signal, pid());
    }

    static void signal(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
            assertThat(kill.waitFor()).as("kill -%s %d", signal, pid).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A faster start, and less memory: several applications and browsers share the machine.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        if (folder == null && !options.contains(SharedClasses.DUMP)) {
            command.add("-XX:SharedArchiveFile=" + SharedClasses.ARCHIVE);
        }
        command.addAll(options);
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.add("-jar");
        command.add(JAR.toString());
        return command;
    }

    boolean isReady() {
        try {
            return Http.get(url() + "/q/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
