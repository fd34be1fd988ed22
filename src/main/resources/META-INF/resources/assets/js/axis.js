/** The time axis below strips. */

import { svg } from './dom.js';

const STEPS_MS = [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000];
const MAX_TICKS = 6;

/** @param axis the length in milliseconds */
export function showAxis(figure, axis) {
  const step = STEPS_MS.find((ms) => axis / ms <= MAX_TICKS) ?? axis;
  const ticks = [];
  for (let ms = 0; ms <= axis; ms += step) ticks.push(tick(ms, (100 * ms) / axis));
  figure.replaceChildren(...ticks);
}

function tick(ms, percent) {
  const anchor = percent === 0 ? 'start' : percent > 97 ? 'end' : 'middle';
  const text = svg('text', { x: `${percent}%`, y: '1em', 'text-anchor': anchor });
  text.textContent = ms === 0 ? '0' : `${ms / 1000} s`;
  return text;
}
