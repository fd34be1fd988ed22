package dev.darkroom.web;

import io.quarkus.runtime.configuration.ConfigUtils;

/** Whether this is one that strangers use: then what is for learning only, and views of internals, are shut. */
public final class Deployment {

    /** The profile of a deployment. */
    private static final String CLOSED = "closed";

    private Deployment() {}

    public static boolean isClosed() {
        return ConfigUtils.isProfileActive(CLOSED);
    }
}
