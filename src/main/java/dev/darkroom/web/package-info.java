/**
 * The code that all pages and answers share: the visitor, the mode, errors, times, notices and the layout's model.
 *
 * <p>It sees {@code jobs} and no feature. {@code account} sets the attributes of the security identity that
 * {@link CurrentVisitor} reads.
 *
 * <p>A request passes
 *
 * <ol>
 *   <li>{@link RequestTimer}: starts the clock, logs one line, and after a click sets a cookie for the next page;
 *   <li>{@link HostCheck} and {@link ClosedProfile}: refuse foreign host names and addresses that are not served;
 *   <li>{@link ModeFilter}: reads the mode from the header, else from the cookie, else takes the default;
 *   <li>{@link CsrfHeaderCheck}: refuses an unsafe request that is not a form and has no CSRF header;
 *   <li>the resource, which throws an {@link HttpRefusal} to refuse a request;
 *   <li>{@link ErrorResponses}: turns errors into a page or a {@link Problem}, as {@link BrowserRequest} decides;
 *   <li>{@link CacheHeaders}: lets only the visitor's browser cache the answer.
 * </ol>
 *
 * <p>Templates see {@link PageModel}, {@link CurrentVisitor} and {@link Notices} as named beans. Read
 * {@link ModeFilter} and {@link ErrorResponses} first.
 */
package dev.darkroom.web;
