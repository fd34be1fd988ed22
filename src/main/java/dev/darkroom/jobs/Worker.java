package dev.darkroom.jobs;

/**
 * A process that is alive and runs durable jobs.
 *
 * @param name as in the timelines
 * @param upSeconds since it started
 * @param silentSeconds since its last sign of life; it gives one every two
 * @param running jobs whose lease it holds
 */
public record Worker(String name, Role role, long upSeconds, long silentSeconds, int running) {}
