package dev.darkroom.jobs;

import java.time.Instant;
import java.util.UUID;

/**
 * How and when a piece of work was accepted: what its record remembers of the hand-off.
 *
 * @param process the run of the process that accepted it; in two of three modes the work dies with that
 * @param at by the database's clock
 */
public record Acceptance(DispatchMode mode, UUID process, Instant at) {}
