/**
 * Slowness on purpose, put around the program from outside.
 *
 * <p>On one machine a mail, a charge and a small picture take a few milliseconds each, and nobody feels what an
 * inline one costs. The three decorators here make them slow: {@link SlowPostman} waits before a mail is sent,
 * {@link SlowCompany} before the payment company charges, {@link SlowEnlarger} before each rendition. How long is set
 * by {@code darkroom.simulate.*}; zero is as fast as the machine is. Wherever such a delay counts, the page says that
 * it is simulated.
 *
 * <p>They are CDI decorators, and that is why they can live here. A decorator wraps a bean through its interface, so
 * {@code Postman}, {@code Company} and {@code Enlarger} are interfaces with one implementation each, which contains
 * no line about delays. Whoever reads the code that teaches something reads nothing that only makes the demonstration
 * work.
 *
 * <p>This package may see every other one, and none sees it: delete it, and the program still compiles and is merely
 * faster. The settings are declared in {@code web} ({@code SimulatedDelays}) because the pages print them.
 *
 * <p>Read {@link SlowPostman} first; the other two are its twins. {@link Wait} is the delay itself: it stops when the
 * thread is interrupted, so that a job that has lost its lease, or that a drain has interrupted, does not sleep on.
 */
package dev.darkroom.lab;
