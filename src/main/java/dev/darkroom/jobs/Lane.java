package dev.darkroom.jobs;

/** A queue with its own concurrency, so that slow work of one kind never starves another. */
public enum Lane implements Labelled {
    MAIL,
    IMAGES,
    VIDEO,
    PAYMENTS
}
