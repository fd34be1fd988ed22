/**
 * The program shows its own source.
 *
 * <p>The build packages the source beside the classes, so what is shown is what runs. Nothing here is pasted: a page
 * names a class and a method, or a constant, and the lines are found by parsing. It sees what pages share ({@code jobs},
 * {@code web}, {@code status}) and no feature, and nobody sees it: the links to it are addresses, which
 * {@code tags/source.html} writes.
 *
 * <ul>
 *   <li>{@link Source}: one class, found by its name ({@code jobs/Relay}, {@code test/jobs/DurableJobTest}). A name
 *       that is none leads to nothing, so no path leaves the folder;
 *   <li>{@link LinesOfTokens}: its tokens by line, each with the sort that gives it a colour ({@link SourceLine});
 *   <li>{@link SourceResource}: the page, which links open in a dialog. In a deployment there is none;
 *   <li>{@link Tour}: the document {@code src/docs/tour.md} as a list of {@link TourPart}, its links to files turned
 *       into links to pages ({@link SourceLink}), with the lines that it tells to read. {@link TourResource} shows it.
 * </ul>
 *
 * <p>Read {@link Source} first, then {@link Tour}. Who wrote a page is noted by {@code web.PageSource}, who wrote a step of a job is known
 * to {@code status.StepSource}.
 */
package dev.darkroom.tour;
