package dev.darkroom.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The lanes' concurrency, {@code darkroom.lanes.<lane>.concurrency}; defaults stand in application.properties. */
@ConfigMapping(prefix = "darkroom.lanes")
interface LaneSettings {

    @WithParentName
    Map<String, Concurrency> lanes();

    default int concurrency(Lane lane) {
        return lanes().get(lane.label()).concurrency();
    }

    /** How many jobs of one lane run at the same time in one process. */
    interface Concurrency {
        int concurrency();
    }
}
