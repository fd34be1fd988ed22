/**
 * Fault injection, wrapped around the application from outside.
 *
 * <p>Each {@code Faulty…} class is a CDI decorator on one of the application's interfaces, so no other class contains a line
 * about faults. Without this package the application compiles and only lacks faults and simulated delays. It may import
 * every other package, and none imports it.
 *
 * <ul>
 *   <li>Simulated delays ({@code darkroom.simulate.*}): on one machine, mail and charges would be too fast to notice.
 *   <li>{@link Scenario}: each experiment, with what to expect of it. {@link LabPage} lays them out.
 *   <li>{@link Fault}: what a visitor can break with a switch. {@link ArmedFaults} stores it in the database, because the
 *       process that must fail may be another process, and shows it on every page.
 *   <li>{@link CrashPoint}: named points in the life of a job. {@link CrashPoints} halts the process that reaches one
 *       ({@link ProcessKiller}) or freezes its run.
 *   <li>Guards that can be removed: the idempotency key, the outbox and the fence. {@link GuardDamage} counts the damage.
 *       The profile {@code closed} never removes one.
 *   <li>Further runs of a charge's job ({@link ChargeAgainRuns}): a hundred runs, one charge.
 * </ul>
 *
 * <p>Read {@link FaultyMailSender} first, then {@link ArmedFaults}, {@link CrashPoints} and {@link LabResource}.
 */
package dev.darkroom.lab;
