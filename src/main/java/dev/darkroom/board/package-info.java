/**
 * The job board ({@link BoardResource}): the list of jobs with its filters, the lanes ({@link LaneCard}), and a page
 * for each job. {@link BulkResource} moves several jobs.
 *
 * <p>A list shows {@link ListedJob}s; a job's page adds its timeline, its path through the states ({@link JobStates}), and its
 * refused deliveries, attempts and effects. The board knows no feature: it finds a job's record through
 * {@link dev.darkroom.status.StatusReader}. {@link NoWorkerNotice} warns on every page when no worker is running.
 */
package dev.darkroom.board;
