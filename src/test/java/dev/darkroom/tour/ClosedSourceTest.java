package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.DeploymentWithALab;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a deployment nobody reads the source, the operator neither, and no page says that there is one. With -Pfaults. */
@QuarkusTest
@Tag("faults")
@TestProfile(DeploymentWithALab.class)
class ClosedSourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/source/jobs/Relay", "/source/jobs/Relay?method=mark", "/source/test/jobs/BackoffTest", "/tour"
            })
    void there_is_no_source_and_no_tour(String address) {
        ApiVisitor operator = new ApiVisitor();
        operator.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);

        assertThat(new ApiVisitor().browser().get(address).statusCode()).isEqualTo(404);
        assertThat(operator.browser().get(address).statusCode()).isEqualTo(404);
    }

    @Test
    void no_page_leads_to_it() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String job = guest.awaitComplete("/me/status").getString("links.job");

        for (String address : new String[] {"/photos", "/jobs", job}) {
            assertThat(guest.browser()
                            .get(address)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .as(address)
                    .doesNotContain("/source/")
                    .doesNotContain("code of this page");
        }
    }
}
