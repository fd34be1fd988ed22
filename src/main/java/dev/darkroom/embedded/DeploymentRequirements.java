package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The settings without which the profile {@code closed} does not start: the embedded servers are for learning only. */
final class DeploymentRequirements {

    private DeploymentRequirements() {}

    /** Refuses the start with a message about the first missing setting. */
    static void check(Function<String, String> configured) {
        UnaryOperator<String> settings = name -> Objects.requireNonNullElse(configured.apply(name), "");
        boolean closed = Stream.of(settings.apply("quarkus.profile").split(","))
                .anyMatch(name -> name.strip().equals("closed"));
        if (!closed) {
            return;
        }
        require(
                !settings.apply("quarkus.datasource.jdbc.url").isBlank(),
                "QUARKUS_DATASOURCE_JDBC_URL, a PostgreSQL of your own: the embedded one is for learning.");
        require(
                !settings.apply("quarkus.mailer.host").isBlank(),
                "QUARKUS_MAILER_HOST, a mail server of your own: the embedded one delivers nothing.");
        require(
                !settings.apply("darkroom.gateway.url").isBlank()
                        || settings.apply("darkroom.gateway.mock").equals("true"),
                "DARKROOM_GATEWAY_URL, the payment gateway; or DARKROOM_GATEWAY_MOCK=true for the mock, which charges"
                        + " no card.");
    }

    private static void require(boolean given, String need) {
        if (!given) {
            throw new StartupFailure("A deployment needs " + need);
        }
    }
}
