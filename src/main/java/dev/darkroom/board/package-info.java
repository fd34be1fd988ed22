/**
 * The job board ({@link BoardResource}): the list of jobs with its filters, the lanes ({@link LaneCard}), and a page
 * for each job.
 *
 * <p>A list shows {@link ListedJob}s. A job's page ({@link JobPage}, made by {@link JobPageBuilder}) has one {@link TimeAxis} with
 * a lane for each {@link JobRun} and a {@link JobLine} for each event, the job's path through the states
 * ({@link JobStates}), and its refused deliveries, attempts and effects. The board knows no feature: it finds a job's record through
 * {@link dev.darkroom.status.StatusReader}.
 */
package dev.darkroom.board;
