/**
 * Videos: uploaded, transcoded in segments, shown and deleted.
 *
 * <p>Read {@link VideoResource}, {@link VideoUpload}, {@link TranscodeVideoHandler},
 * {@link TranscodingRun} and {@link VideoSegment}, in this order, and then the package {@code ffmpeg}.
 *
 * <p>A segment is a checkpoint. It counts only by its row, which the run that wrote its file inserts in the transaction that
 * shows that the run still holds its lease. A later run goes on after the last of these rows, so a job that is killed in the
 * middle loses at most what it had not recorded. ffmpeg does the work in a child process, which ends with this process.
 */
package dev.darkroom.video;
