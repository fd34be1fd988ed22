package dev.darkroom.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentRequirementsTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "quarkus.profile", "prod,closed",
            "quarkus.datasource.jdbc.url", "jdbc:postgresql://db/darkroom",
            "quarkus.mailer.host", "mail.example.org",
            "darkroom.gateway.url", "https://gateway.example.org");

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.jdbc.url, QUARKUS_DATASOURCE_JDBC_URL",
        "quarkus.mailer.host, QUARKUS_MAILER_HOST",
        "darkroom.gateway.url, DARKROOM_GATEWAY_URL"
    })
    void a_closed_start_without_a_required_setting_is_refused_with_its_name(String missing, String named) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.remove(missing);

        assertThatThrownBy(() -> EmbeddedServices.checkDeployment(settings::get))
                .isInstanceOf(EmbeddedServices.StartupFailure.class)
                .hasMessageContaining("A deployment needs " + named);
    }

    @Test
    void a_mock_gateway_is_accepted_in_place_of_a_real_one() {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.remove("darkroom.gateway.url");
        settings.put("darkroom.gateway.mock", "true");

        assertThatCode(() -> EmbeddedServices.checkDeployment(settings::get)).doesNotThrowAnyException();
    }

    @Test
    void other_profiles_need_nothing() {
        assertThatCode(() -> EmbeddedServices.checkDeployment(Map.of("quarkus.profile", "prod")::get))
                .doesNotThrowAnyException();
    }
}
