package dev.darkroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The database and mail server that the program starts for itself if none is configured. They start before the program and
 * stop after it, so that it can drain. All processes on one data directory share one database.
 */
public final class EmbeddedServices implements AutoCloseable {

    private static final int POSTGRES_PORT = 54329;
    private static final int HIGHEST_PORT = 65_535;

    private final DataDirectory home;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private PostgresServer postgres;
    private SmtpServer smtp;

    private EmbeddedServices(DataDirectory home) {
        this.home = home;
    }

    /** The program cannot start. It prints the message, one sentence that says what to do, without a stack trace. */
    public static final class StartupFailure extends RuntimeException {

        StartupFailure(String message) {
            super(message);
        }
    }

    /** @param configured the user's value of a setting; null where it is not set */
    public static EmbeddedServices start(Function<String, String> configured) {
        checkDeployment(configured);
        boolean worker = isWorker(configured.apply("darkroom.role"));
        EmbeddedServices services = new EmbeddedServices(DataDirectory.open(home(configured), !worker));
        try {
            services.startMissing(configured, worker);
            return services;
        } catch (RuntimeException e) {
            try (services) {
                throw e;
            }
        }
    }

    public Map<String, String> settings() {
        return settings;
    }

    /** The folder of all data, if the database is embedded. */
    public Optional<Path> home() {
        return Optional.ofNullable(postgres).map(started -> home.folder(""));
    }

    /** The folder for temporary files of the program. */
    public Path temporary() {
        return home.temporary();
    }

    /** Stops each server, whatever becomes of the others. A second call does nothing. */
    @Override
    public void close() {
        if (!home.isOpen()) {
            return;
        }
        try (home;
                SmtpServer stopped = smtp) {
            smtp = null;
            home.exclusively(() -> {
                if (home.isJoined() && home.leave() && postgres != null) {
                    postgres.close();
                }
                return null;
            });
        }
    }

    private void startMissing(Function<String, String> configured, boolean worker) {
        String port = configured.apply("darkroom.postgres.port");
        boolean embedded = configured.apply("quarkus.datasource.jdbc.url") == null;
        if (!embedded) {
            new ExternalDatabase(configured).check();
        }
        postgres = home.exclusively(() -> {
            home.join();
            return embedded ? PostgresServer.joinOrStart(home.folder("postgres"), port(port)) : null;
        });
        if (embedded) {
            settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        }
        if (configured.apply("quarkus.mailer.host") == null) {
            Path inbox = home.folder("inbox");
            smtp = SmtpServer.start(new MailFolder(inbox));
            settings.put("quarkus.mailer.host", "127.0.0.1");
            settings.put("quarkus.mailer.port", Integer.toString(smtp.port()));
            settings.put("darkroom.inbox", inbox.toString());
        }
        if (worker && configured.apply("quarkus.http.port") == null) {
            settings.put("quarkus.http.port", "0");
        }
    }

    /** Refuses to start the profile {@code closed} without servers of its own: the embedded ones are for learning only. */
    static void checkDeployment(Function<String, String> configured) {
        UnaryOperator<String> setting = name -> Objects.requireNonNullElse(configured.apply(name), "");
        List<String> profiles = List.of(setting.apply("quarkus.profile").strip().split("\\s*,\\s*"));
        if (!profiles.contains("closed")) {
            return;
        }
        require(
                !setting.apply("quarkus.datasource.jdbc.url").isBlank(),
                "QUARKUS_DATASOURCE_JDBC_URL, a PostgreSQL of your own: the embedded one is for learning.");
        require(
                !setting.apply("quarkus.mailer.host").isBlank(),
                "QUARKUS_MAILER_HOST, a mail server of your own: the embedded one delivers nothing.");
        require(
                !setting.apply("darkroom.gateway.url").isBlank()
                        || setting.apply("darkroom.gateway.mock").equals("true"),
                "DARKROOM_GATEWAY_URL, the payment gateway; or DARKROOM_GATEWAY_MOCK=true for the mock, which charges"
                        + " no card.");
    }

    private static void require(boolean given, String need) {
        if (!given) {
            throw new StartupFailure("A deployment needs " + need);
        }
    }

    private static boolean isWorker(String role) {
        if (role == null || List.of("all", "web", "worker").contains(role)) {
            return "worker".equals(role);
        }
        throw new StartupFailure("darkroom.role must be all, web or worker, not \"" + role + "\".");
    }

    private static Path home(Function<String, String> configured) {
        String folder = Objects.requireNonNullElse(configured.apply("darkroom.home"), ".darkroom");
        try {
            if (Files.isSameFile(Path.of("."), Path.of("").toAbsolutePath())) {
                return Path.of(folder).toAbsolutePath();
            }
        } catch (InvalidPathException | IOException e) {
            // Refused below, like a working directory whose name Java cannot read.
        }
        throw new StartupFailure("The locale of this shell lacks letters of the name of the folder " + folder
                + ": start with LC_ALL=C.UTF-8, or choose another one with -Ddarkroom.home=…");
    }

    private static int port(String configured) {
        if (configured == null) {
            return POSTGRES_PORT;
        }
        if (configured.matches("\\d{1,5}") && Integer.parseInt(configured) <= HIGHEST_PORT) {
            return Integer.parseInt(configured);
        }
        throw new StartupFailure(
                "darkroom.postgres.port must be a number up to " + HIGHEST_PORT + ", not \"" + configured + "\".");
    }
}
