/** Draws a status as marks on a track, like tags/strip.html, and lets it grow until the work ends. */

import { now } from './clock.js';
import { setText } from './dom.js';
import { axisFor, isMoving, lengthOf, marksOf, sentenceOf } from './marks.js';
import { outage } from './process.js';

export { axisFor, isMoving, lengthOf, marksOf };

/** Percent of the axis below which a run has no room for its number, and a lease none for its words. */
const SHORT = { past: 30, lease: 12 };
const SHORT_RUN = 7;
const STILL_INTERVAL_MS = 250;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const drawn = new Map();
let growing = false;

document.addEventListener('processgone', redraw);
document.addEventListener('processback', redraw);

/**
 * Draws a status in an element of tags/strip.html, and draws it again while it moves.
 * @param options `axis`: a function that returns the length of a shared axis in milliseconds; `words`: a function that returns
 *     the words in a mark, which takes up a share of the axis in percent; `extra`: marks of the page, such as a guess
 */
export function drawStrip(figure, status, options = {}) {
  drawn.set(figure, { status, options });
  draw(figure);
  if (!growing) grow();
}

/** Draws all strips of the page again, because the axis or the process has changed. */
export function redraw() {
  for (const figure of drawn.keys()) {
    if (figure.isConnected) draw(figure);
    else drawn.delete(figure);
  }
}

function grow() {
  growing = [...drawn.values()].some(({ status }) => isMoving(status));
  if (!growing) return;
  redraw();
  if (still.matches) setTimeout(grow, STILL_INTERVAL_MS);
  else requestAnimationFrame(grow);
}

function draw(figure) {
  const { status, options } = drawn.get(figure);
  const { marks, never } = marksOf(status, now(), outage());
  const axis = options.axis?.() ?? axisFor(lengthOf(status, now(), outage()));
  const track = figure.querySelector('.track');
  const all = [...marks, ...(options.extra ?? [])];
  const isFirst = track.children.length === 0;
  all.forEach((mark, i) => {
    const old = track.children[i];
    if (old?.dataset.kind !== mark.kind) track.insertBefore(copyOf(mark.kind, isFirst), old ?? null);
    place(track.children[i], mark, axis, options);
  });
  while (track.children.length > all.length) track.lastChild.remove();
  const slot = figure.querySelector('.never');
  const word = never === 'failed' ? figure.dataset.never : never;
  if (slot && slot.textContent !== word) slot.textContent = word;
  const sentence = sentenceOf(status);
  if (figure.getAttribute('aria-label') !== sentence) figure.setAttribute('aria-label', sentence);
}

/** A mark that joins others on the page arrives with a movement. */
function copyOf(kind, isFirst) {
  const mark = document.importNode(document.querySelector(`template[data-mark="${kind}"]`).content.firstElementChild, true);
  mark.dataset.kind = kind;
  mark.classList.toggle('arriving', !isFirst);
  return mark;
}

function place(element, { kind, from, to, label }, axis, options) {
  const share = (ms) => Math.min(100, Math.max(0, (100 * ms) / axis));
  const width = share(to) - share(from);
  set(element, 'x', `${share(from).toFixed(2)}%`);
  set(element, 'width', `${width.toFixed(2)}%`);
  element.classList.toggle('short', width < (SHORT[kind] ?? SHORT_RUN));
  const words = element.querySelector('text');
  if (words) setText(words, options.words?.(kind, label, width) ?? label);
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
