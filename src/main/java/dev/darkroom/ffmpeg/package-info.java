/**
 * ffmpeg as a guest: {@link FfmpegPrograms} unpacks its programs, {@link ChildPrograms} runs them as child processes that end
 * with this one, {@link VideoHeader} reads a file, and {@link Transcoder} has the commands.
 *
 * <p>The package knows neither records nor the rows of segments. It uses the failures of {@code jobs} and {@code media}, and
 * the simulated delay of {@code web}.
 */
package dev.darkroom.ffmpeg;
