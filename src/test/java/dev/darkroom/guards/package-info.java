/**
 * Tests of the tests: a test that cannot fail proves nothing.
 *
 * <p>Each file in {@code src/test/guards} is a {@link dev.darkroom.guards.Guard}: a patch that takes one guarantee out of
 * the program, and the name of the test that must then fail. {@code ./mvnw verify -Pguards} applies them one after the
 * other to a {@link dev.darkroom.guards.ProjectCopy} and runs that test; that each still fits the source is a
 * {@link dev.darkroom.guards.GuardTest} of every build.
 */
package dev.darkroom.guards;
