package dev.darkroom.jobs;

/** The three ways to do the slow part of a request. */
public enum DispatchMode implements Labelled {
    INLINE,
    VOLATILE,
    DURABLE
}
