package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.util.function.Function;
import java.util.stream.Stream;

/** The settings without which the profile {@code closed} does not start: the embedded servers are for learning only. */
final class DeploymentRequirements {

    private final Function<String, String> configured;

    private DeploymentRequirements(Function<String, String> configured) {
        this.configured = configured;
    }

    /** Refuses the start with a sentence about the first that is missing. */
    static void check(Function<String, String> configured) {
        DeploymentRequirements requirements = new DeploymentRequirements(configured);
        boolean closed = Stream.of(requirements.value("quarkus.profile").split(","))
                .anyMatch(name -> name.strip().equals("closed"));
        if (closed) {
            requirements.check();
        }
    }

    private void check() {
        require(
                isGiven("quarkus.datasource.jdbc.url"),
                "QUARKUS_DATASOURCE_JDBC_URL, a PostgreSQL of your own: the embedded one is for learning.");
        require(
                isGiven("quarkus.mailer.host"),
                "QUARKUS_MAILER_HOST, a mail server of your own: the embedded one delivers nothing.");
        require(
                isGiven("darkroom.gateway.url")
                        || value("darkroom.gateway.mock").equals("true"),
                "DARKROOM_GATEWAY_URL, the payment gateway; or DARKROOM_GATEWAY_MOCK=true for the mock, which charges"
                        + " no card.");
    }

    private boolean isGiven(String setting) {
        return !value(setting).isBlank();
    }

    private String value(String setting) {
        String value = configured.apply(setting);
        return value == null ? "" : value;
    }

    private static void require(boolean given, String need) {
        if (!given) {
            throw new StartupFailure("A deployment needs " + need);
        }
    }
}
