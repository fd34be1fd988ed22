package dev.darkroom.web;

import dev.darkroom.jobs.ProcessRun;
import io.quarkus.runtime.configuration.ConfigUtils;

/** Whether this is one that strangers use: then what is for learning only, and views of internals, are shut. */
public final class ClosedProfile {

    /** The profile of a deployment. */
    private static final String CLOSED = "closed";

    private ClosedProfile() {}

    public static boolean isClosed() {
        return ConfigUtils.isProfileActive(CLOSED);
    }

    /** What a process is called before visitors: to strangers it is one or another, and no number of a system's. */
    static String nameOf(ProcessRun process) {
        return isClosed() ? process.id().toString().substring(0, 4) : process.name();
    }
}
