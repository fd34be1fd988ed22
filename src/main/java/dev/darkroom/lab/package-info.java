/**
 * Faults on purpose, put around the program from outside.
 *
 * <p>Everything here is a CDI decorator on an interface that the program already speaks through, or serves one. So no
 * class that teaches something contains a line about faults: delete this package, and the program still compiles, is
 * merely faster, and cannot be broken. It may see every other package, and none sees it.
 *
 * <ul>
 *   <li>{@link SlowPostman}, {@link SlowCompany}, {@link SlowEnlarger}: simulated slowness, {@code darkroom.simulate.*}.
 *       On one machine nobody would feel what an inline mail costs.
 *   <li>{@link Fault}: what a person can break with a button, done by the {@code Broken…} decorators,
 *       {@link HundredfoldMessages} and {@link FreezeFault}. {@link ArmedFaults} keeps them in the database, because the process
 *       that must obey may be another one; {@link FaultNotice} says so on every page.
 *   <li>{@link CrashPoint}: named places on the way of a job, reached by the {@code Mortal…} decorators. {@link CrashPoints}
 *       holds whoever reaches one, or ends the process ({@link ProcessKiller}), whose {@link Successor} is already waiting.
 *   <li>{@link WithoutKey}, {@link WithoutOutbox}, {@link WithoutFence}: a guard taken out. {@link GuardDamage} counts what
 *       that costs. Never in a deployment.
 *   <li>{@link CompareResource}: the page on which the browser makes the same clicks in all three modes.
 *       {@link StageShortcuts}: what the first page offers to break.
 * </ul>
 *
 * <p>Read {@link SlowPostman} first, the shortest; then {@link MortalPostman} and {@link BrokenPostman} around the same
 * interface; then {@link ArmedFaults}, {@link CrashPoints} and {@link LabResource}.
 */
package dev.darkroom.lab;
