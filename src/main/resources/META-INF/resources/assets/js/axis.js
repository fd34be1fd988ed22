/** The time axis below strips. */

const STEPS_MS = [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000];
const MOST_TICKS = 6;
const SVG = 'http://www.w3.org/2000/svg';

/** @param axis its length in milliseconds */
export function showAxis(figure, axis) {
  const step = STEPS_MS.find((ms) => axis / ms <= MOST_TICKS) ?? axis;
  const ticks = [];
  for (let ms = 0; ms <= axis; ms += step) ticks.push(tick(ms, (100 * ms) / axis));
  figure.replaceChildren(...ticks);
}

function tick(ms, percent) {
  const text = document.createElementNS(SVG, 'text');
  text.setAttribute('x', `${percent}%`);
  text.setAttribute('y', '1em');
  text.setAttribute('text-anchor', percent === 0 ? 'start' : percent > 97 ? 'end' : 'middle');
  text.textContent = ms === 0 ? '0' : `${ms / 1000} s`;
  return text;
}
