/**
 * What all pages and all answers share: who asks, in which mode, how errors look, how long it took.
 *
 * <p>It sees {@code jobs} (the mode, and the one refusal that comes from there) and no feature. It knows that there
 * are visitors and an operator, and not what a user is: {@link CurrentVisitor} reads attributes of the security identity,
 * which {@code account} puts there.
 *
 * <p>What a request meets:
 *
 * <ul>
 *   <li>{@link RequestTimer} starts the clock at the first byte, before all other filters. At the end it writes one
 *       line to the log, and on a click a cookie ({@link LastClick}), from which the next page shows what the click
 *       took;
 *   <li>{@link ModeFilter} reads the mode: the header {@code Dispatch-Mode}, else the cookie that
 *       {@link PreferencesResource} sets, else the default;
 *   <li>{@link CsrfHeaderCheck} refuses what changes something, is no form and carries no CSRF header;
 *   <li>{@link BrowserRequest} tells people from programs by {@code Accept}: one set of addresses serves both;
 *   <li>{@link ErrorResponses} turns errors into answers, a page for people and a {@link Problem} (RFC 9457) for programs.
 *       A feature throws a {@link HttpRefusal} with a name ({@link NotThere}, {@link InvalidInput}) and its status;
 *   <li>{@link CacheHeaders} says of each answer who may keep it: nobody but the visitor's own browser;
 *   <li>{@link RouterErrors} answers in the same two ways what fails outside of the REST layer, such as what
 *       {@link HostCheck} (another site's name for this machine) and {@link RequestCheck} (nothing that one could read)
 *       refuse at the door; {@link Methods} knows what {@code 405} has to say;
 *   <li>{@link OnlyOperations} lets a worker serve its health and nothing else, {@link OnlyHealth} lets a deployment's pages
 *       tell of operations no more than their health, and {@link ShutAddresses} says that there is nothing where it has
 *       nothing;
 *   <li>{@link LimitCounter} counts what is {@link Limited}; {@link Limits} keeps the count, and {@link Client} tells one who
 *       asks at the door from another;
 *   <li>{@link StrictTransport} says over TLS what the other headers, in the settings, say everywhere;
 *   <li>{@link Notices} gathers what every page must say (no worker is running, the database is gone, something is
 *       broken on purpose), and {@link ProcessResource} tells it to a page that is open;
 *   <li>{@link PageModel} is what every template sees as {@code inject:page}.
 * </ul>
 *
 * <p>Read {@link ModeFilter} and {@link ErrorResponses} first: the others explain themselves when one meets them.
 * {@link SimulatedDelays} is declared here, and not beside the delays, because pages say how slow the world pretends
 * to be; {@link StartupBanner} is the first thing that the terminal says.
 */
package dev.darkroom.web;
