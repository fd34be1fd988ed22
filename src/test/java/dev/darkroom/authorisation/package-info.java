/**
 * Who may do what: each route, asked by each role. {@link dev.darkroom.authorisation.Matrix} is the table, and the only
 * place to edit for a new route.
 */
package dev.darkroom.authorisation;
