package dev.darkroom.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A deployment whose settings have opened the lab and the mock company all the same: the rest must stay shut. */
public class DeploymentWithALab implements QuarkusTestProfile {

    @Override
    public String getConfigProfile() {
        return "test,closed";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "darkroom.lab.enabled", "true",
                "darkroom.gateway.mock", "true",
                // All tests are one client.
                "darkroom.limits.sign-up.requests", "1000",
                "darkroom.limits.sign-in.requests", "1000",
                "darkroom.limits.sign-in-client.requests", "1000");
    }
}
