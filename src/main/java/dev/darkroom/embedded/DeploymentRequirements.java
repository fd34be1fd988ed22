package dev.darkroom.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a deployment (profile {@code closed}) must be given before it starts. It makes nothing for itself, since what this
 * program makes is for learning, and it has no default that everybody knows.
 */
final class DeploymentRequirements {

    private static final Pattern USER = Pattern.compile("[?&]user=.");
    private static final Pattern PASSWORD = Pattern.compile("[?&]password=.");
    private static final List<String> CERTIFICATES = List.of(
            "quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-store-file",
            "quarkus.http.tls-configuration-name");

    private final Function<String, String> configured;

    private DeploymentRequirements(Function<String, String> configured) {
        this.configured = configured;
    }

    /** @throws CannotStart with a sentence for the first that is missing */
    static void check(Function<String, String> configured) {
        String profiles = configured.apply("quarkus.profile");
        if (profiles != null
                && Stream.of(profiles.split(",")).map(String::strip).anyMatch("closed"::equals)) {
            new DeploymentRequirements(configured).check();
        }
    }

    private void check() {
        String database = value("quarkus.datasource.jdbc.url");
        demand(
                !database.isEmpty(),
                "QUARKUS_DATASOURCE_JDBC_URL, a PostgreSQL of your own: the embedded one is for learning.");
        demand(
                isGiven("quarkus.datasource.username") || USER.matcher(database).find(),
                "QUARKUS_DATASOURCE_USERNAME, the user of the database: there is no default.");
        demand(
                isGiven("quarkus.datasource.password")
                        || PASSWORD.matcher(database).find(),
                "QUARKUS_DATASOURCE_PASSWORD, the password of that user: there is no default.");
        demand(
                isGiven("quarkus.mailer.host"),
                "QUARKUS_MAILER_HOST, a mail server of your own: the one in this process is for learning, and sends"
                        + " nothing on.");
        demand(
                isGiven("darkroom.gateway.url")
                        || value("darkroom.gateway.mock").equals("true"),
                "DARKROOM_GATEWAY_URL, the payment company; or DARKROOM_GATEWAY_MOCK=true, and a mock that charges"
                        + " nobody is served here.");
        demand(
                isWorker() || isLoopback(value("quarkus.http.host")) || isOverTls(),
                "TLS where it listens for others (QUARKUS_HTTP_HOST): QUARKUS_HTTP_SSL_CERTIFICATE_FILES and"
                        + " QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES, or a proxy that speaks TLS for it and is believed,"
                        + " QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING=true.");
    }

    private boolean isWorker() {
        return value("darkroom.role").equals("worker");
    }

    private boolean isOverTls() {
        return CERTIFICATES.stream().anyMatch(this::isGiven)
                || value("quarkus.http.proxy.proxy-address-forwarding").equals("true");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean isGiven(String setting) {
        return !value(setting).isBlank();
    }

    private String value(String setting) {
        String value = configured.apply(setting);
        return value == null ? "" : value;
    }

    private static void demand(boolean given, String what) {
        if (!given) {
            throw new StartupFailure("A deployment needs " + what);
        }
    }
}
