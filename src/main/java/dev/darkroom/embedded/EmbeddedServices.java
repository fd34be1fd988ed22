package dev.darkroom.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the program needs around it and has not been given: a database, a mail server. Started before the
 * program and stopped after it, so that it can drain in peace; the database by the first process on a home, and with the
 * last one.
 */
public final class EmbeddedServices implements AutoCloseable {

    private static final int POSTGRES_PORT = 54329;

    private final DataDirectory home;
    private final boolean worker;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private PostgresServer database;
    private SmtpServer mailServer;

    private EmbeddedServices(DataDirectory home, boolean worker) {
        this.home = home;
        this.worker = worker;
    }

    /**
     * @param configured what the user has set, by the name of the setting; null where nothing is set
     * @throws CannotStart with a sentence for the user
     */
    public static EmbeddedServices start(Function<String, String> configured) {
        DeploymentRequirements.check(configured);
        String folder = configured.apply("darkroom.home");
        boolean worker = isWorker(configured.apply("darkroom.role"));
        DataDirectory home = DataDirectory.open(
                Path.of(folder == null ? ".darkroom" : folder).toAbsolutePath(), !worker);
        EmbeddedServices surroundings = new EmbeddedServices(home, worker);
        try {
            surroundings.startMissing(configured);
            return surroundings;
        } catch (RuntimeException e) {
            surroundings.close();
            throw e;
        }
    }

    /** The settings that lead the program to what was started. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Closing twice is closing once. */
    @Override
    public void close() {
        if (mailServer != null) {
            mailServer.close();
            mailServer = null;
        }
        if (database != null) {
            home.alone(this::leaveDatabase);
            database = null;
        }
        home.close();
    }

    private void startMissing(Function<String, String> configured) {
        if (configured.apply("quarkus.datasource.jdbc.url") == null) {
            int port = port(configured.apply("darkroom.postgres.port"));
            database = home.alone(() -> joinDatabase(port));
            settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        }
        if (configured.apply("quarkus.mailer.host") == null) {
            Path inbox = home.folder("inbox");
            mailServer = SmtpServer.start(new MailFolder(inbox));
            settings.put("quarkus.mailer.host", "127.0.0.1");
            settings.put("quarkus.mailer.port", Integer.toString(mailServer.port()));
            settings.put("darkroom.inbox", inbox.toString());
        }
        if (worker && configured.apply("quarkus.http.port") == null) {
            settings.put("quarkus.http.port", "0");
        }
    }

    private PostgresServer joinDatabase(int port) {
        home.connect();
        return PostgresServer.joinOrStart(home.folder("postgres"), port);
    }

    private Void leaveDatabase() {
        if (home.leave()) {
            database.close();
        }
        return null;
    }

    private static boolean isWorker(String role) {
        if (role == null || List.of("all", "web", "worker").contains(role)) {
            return "worker".equals(role);
        }
        throw new StartupFailure("darkroom.role is all, web or worker, and not \"" + role + "\".");
    }

    private static int port(String configured) {
        try {
            return configured == null ? POSTGRES_PORT : Integer.parseInt(configured);
        } catch (NumberFormatException e) {
            throw new StartupFailure("darkroom.postgres.port is a number, and not \"" + configured + "\".");
        }
    }
}
