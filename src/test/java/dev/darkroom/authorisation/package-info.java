/**
 * Requests to each route in each role. {@link dev.darkroom.authorisation.Matrix} is the table, and the only place to
 * edit for a new route.
 */
package dev.darkroom.authorisation;
