/**
 * The tour, and the pages that show the program's own source.
 *
 * <p>The build packages the source beside the classes, so the pages show what runs. Nothing is pasted: a page names a class
 * and a method or constant, and {@link Source} finds the lines by parsing. {@link TourResource} has two kinds of pages:
 *
 * <ul>
 *   <li>{@code /source} shows one class ({@code jobs/Relay}, {@code test/jobs/DurableJobTest}); links open it in a dialog.
 *       {@code tags/source.html} writes these links.
 *   <li>{@code /tour/3} shows a stop. {@link Itinerary} has the nine stops as data: the question, the buttons with their
 *       requests, the goals, and the lines of source to light. All buttons in their order are the solution. {@link
 *       TourProgress} checks the goals by what the visitor has made. A button is a list of forms ({@code tags/try.html});
 *       {@code tour.js} sends them in their order.
 * </ul>
 */
package dev.darkroom.tour;
