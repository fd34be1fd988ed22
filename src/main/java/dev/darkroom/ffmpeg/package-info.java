/**
 * ffmpeg as a guest: {@link FfmpegPrograms} unpacks its programs, and {@link ChildPrograms} runs them as child processes that
 * end with this one. The package knows nothing of videos, and nothing else of Darkroom.
 */
package dev.darkroom.ffmpeg;
