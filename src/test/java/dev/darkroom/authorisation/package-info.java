/**
 * Who may do what: each route of the running program, asked by each role.
 *
 * <p>{@link dev.darkroom.authorisation.Matrix} is the table, and the only place to edit when there is a new route:
 * {@link dev.darkroom.authorisation.AuthorisationTest} compares it with the routes that the program has, and fails where
 * one of them is missing. What was asked and answered is in {@code target/authorisation.md} after each run.
 */
package dev.darkroom.authorisation;
