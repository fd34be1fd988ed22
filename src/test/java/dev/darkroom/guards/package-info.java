/**
 * Proof that the tests of the guarantees notice a missing guard: each {@link dev.darkroom.guards.Guard} is removed in the
 * running application, and then its own test must fail. Read {@link dev.darkroom.guards.Guard} first.
 */
package dev.darkroom.guards;
