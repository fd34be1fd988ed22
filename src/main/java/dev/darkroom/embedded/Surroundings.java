package dev.darkroom.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the program needs around it and has not been given: a database, a mail server, a session key. Started before the
 * program and stopped after it, so that it can drain in peace.
 */
public final class Surroundings implements AutoCloseable {

    private static final int POSTGRES_PORT = 54329;

    private final Home home;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Database database;
    private MailServer mailServer;

    private Surroundings(Home home) {
        this.home = home;
    }

    /**
     * @param configured what the user has set, by the name of the setting; null where nothing is set
     * @throws CannotStart with a sentence for the user
     */
    public static Surroundings start(Function<String, String> configured) {
        String folder = configured.apply("darkroom.home");
        Home home = Home.open(Path.of(folder == null ? ".darkroom" : folder).toAbsolutePath());
        Surroundings surroundings = new Surroundings(home);
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
            database.close();
            database = null;
        }
        home.close();
    }

    private void startMissing(Function<String, String> configured) {
        if (configured.apply("quarkus.datasource.jdbc.url") == null) {
            database = Database.start(home.folder("postgres"), port(configured.apply("darkroom.postgres.port")));
            settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        }
        if (configured.apply("quarkus.mailer.host") == null) {
            Path inbox = home.folder("inbox");
            mailServer = MailServer.start(new Inbox(inbox));
            settings.put("quarkus.mailer.host", "127.0.0.1");
            settings.put("quarkus.mailer.port", Integer.toString(mailServer.port()));
            settings.put("darkroom.inbox", inbox.toString());
        }
        if (configured.apply("quarkus.http.auth.session.encryption-key") == null) {
            settings.put("quarkus.http.auth.session.encryption-key", home.key("session.key"));
        }
    }

    private static int port(String configured) {
        try {
            return configured == null ? POSTGRES_PORT : Integer.parseInt(configured);
        } catch (NumberFormatException e) {
            throw new CannotStart("darkroom.postgres.port is a number, and not \"" + configured + "\".");
        }
    }
}
