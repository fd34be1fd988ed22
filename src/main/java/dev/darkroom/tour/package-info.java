/**
 * The tour, and the pages that show the program's own source.
 *
 * <p>The build packages the source beside the classes, so the pages show what runs. Nothing is pasted: a page names a class
 * and a method or constant, and {@link Source} finds the lines by parsing. {@link TourResource} has two pages:
 *
 * <ul>
 *   <li>{@code /source} shows one class ({@code jobs/Relay}, {@code test/jobs/DurableJobTest}); links open it in a dialog.
 *       {@code tags/source.html} writes these links.
 *   <li>{@code /tour} shows {@code tour/tour.html}. Its tags are {@code excerpt} (lines of source), {@code source} (a
 *       link to a test), {@code try} (a button; {@code tour-steps.js} lists what it can do) and {@code stop} (a heading).
 * </ul>
 */
package dev.darkroom.tour;
