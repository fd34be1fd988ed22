/**
 * The job board: the list of jobs with its filters and workers, and a page for each job.
 *
 * <p>{@link BoardResource} serves both. A list shows {@link JobRow}s; a job's page adds its timeline, its path through
 * the states ({@link JobStates}) and how often it was delivered, attempted and took effect. {@link NoWorkerNotice} warns on
 * every page when no worker is running.
 *
 * <p>The board reads jobs and records but knows no feature: it finds a job's record through
 * {@link dev.darkroom.status.RecordSource}.
 */
package dev.darkroom.board;
