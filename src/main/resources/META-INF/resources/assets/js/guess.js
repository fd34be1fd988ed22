/** A visitor's guesses on the stage: when will the mail of each mode be sent? By click, drag or keys. */

import { seconds, setText } from './dom.js';
import { forget, save, saved } from './stage-clicks.js';

const STEP_MS = 100;
const LARGE_STEP_MS = 1000;

/** Milliseconds since the click, or 'never'; undefined without a guess. */
export function guessOf(mode) {
  return saved(`guess-${mode}`) ?? undefined;
}

export function forgetGuess(mode) {
  forget(`guess-${mode}`);
}

/**
 * Lets the visitor guess in a row, until it has a result.
 * @param stage `isOpen()` whether the row still takes a guess, `axis()` its length, `changed()` after each change
 */
export function takeGuesses(slider, mode, stage) {
  const set = (guess) => {
    save(`guess-${mode}`, guess);
    stage.changed();
  };
  const pick = (event) => {
    if (stage.isOpen() && (event.type === 'pointerdown' || event.buttons > 0)) set(guessAt(slider, event.clientX, stage.axis()));
  };
  slider.addEventListener('pointerdown', pick);
  slider.addEventListener('pointermove', pick);
  slider.addEventListener('keydown', (event) => {
    const next = stage.isOpen() ? moved(event, guessOf(mode), stage.axis()) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  });
}

/** Shows a guess on its control, for screen readers; the strip draws the mark. */
export function showGuess(slider, guess, axis, open) {
  slider.toggleAttribute('data-never', guess === 'never');
  slider.toggleAttribute('data-open', open);
  slider.tabIndex = 0;
  slider.inert = !open;
  slider.ariaValueMax = String(axis / 1000);
  slider.ariaValueNow = String(guess === undefined ? 0 : (guess === 'never' ? axis : guess) / 1000);
  slider.ariaValueText = guess === undefined ? 'no guess yet' : guess === 'never' ? 'never' : `after ${seconds(guess)}`;
}

export function countGuesses(place, guesses) {
  const count = guesses.filter((guess) => guess !== undefined).length;
  setText(place, count === 0 ? '' : `your guesses: ${count} of ${guesses.length}`);
}

function guessAt(slider, x, axis) {
  const track = slider.parentElement.querySelector('.track').getBoundingClientRect();
  if (x > track.right) return 'never';
  return clamp((axis * (x - track.left)) / track.width, axis);
}

/** Arrow keys move the guess, End is never, and Enter sets one where there is none. */
function moved({ key, shiftKey }, guess, axis) {
  const from = guess === 'never' ? axis : (guess ?? axis / 2);
  const step = shiftKey ? LARGE_STEP_MS : STEP_MS;
  if (key === 'Enter' || key === ' ') return guess ?? from;
  if (key === 'End') return 'never';
  if (key === 'Home') return 0;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return clamp(from - step, axis);
  if (key === 'ArrowRight' || key === 'ArrowUp') return from + step > axis ? 'never' : clamp(from + step, axis);
  return undefined;
}

function clamp(ms, axis) {
  return Math.min(axis, Math.max(0, Math.round(ms / STEP_MS) * STEP_MS));
}
