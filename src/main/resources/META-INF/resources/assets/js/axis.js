/** The time axis above strips: wall-clock time, with tags for now and for a kill. */

import { seconds, svg } from './dom.js';

const LABELS = 8;
const LABEL_WIDTH = 56;
const STEPS_MS = [1000, 2000, 4000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const TAG_WIDTH = 74;

/**
 * Returns the milliseconds between two labels.
 * @param tags `now` and `killed`: milliseconds on the axis; not drawn if undefined. The kill covers a now beside it.
 */
export function drawAxis(figure, axis, { now, killed } = {}) {
  const width = figure.clientWidth || 800;
  const labels = Math.min(LABELS, width / LABEL_WIDTH);
  const step = STEPS_MS.find((ms) => axis / ms <= labels) ?? axis / 4;
  const at = (ms) => Math.round((width * ms) / axis);
  const parts = [svg('path', { d: `M0.5 44V36M0 43.5H${width}` })];
  const isNear = Math.abs(at(now) - at(killed)) < TAG_WIDTH;
  const tags = Object.entries({ killed, now: isNear ? undefined : now }).filter(([, ms]) => ms !== undefined);
  const taken = tags.map(([, ms]) => at(ms));
  for (let ms = 0; ms <= axis; ms += step / 2) {
    const whole = Number.isInteger(ms / step);
    parts.push(svg('line', { x1: at(ms), x2: at(ms), y1: whole ? 36 : 40, y2: 44 }));
    const isFree = taken.every((tag) => Math.abs(tag - at(ms)) > TAG_WIDTH * 0.75);
    if (whole && isFree) parts.push(label(ms, at(ms), width));
  }
  parts.push(...tags.map(([name, ms]) => tag(name, at(ms), name === 'now' ? seconds(ms) : name)));
  figure.replaceChildren(...parts);
  return step;
}

function label(ms, x, width) {
  const anchor = x === 0 ? 'start' : x > width - 8 ? 'end' : 'middle';
  return words('', x, 28, anchor, ms === 0 ? '0' : `${ms / 1000} s`);
}

function tag(name, x, text) {
  const left = Math.max(-12, x - TAG_WIDTH / 2);
  const made = svg('g', { class: `tag-${name}` });
  made.append(svg('path', { d: `M${left} 11h${TAG_WIDTH}v23H${x + 5}l-5 8-5-8H${left}Z` }));
  made.append(words('', left + TAG_WIDTH / 2, 28, 'middle', text));
  return made;
}

function words(className, x, y, anchor, text) {
  const made = svg('text', { class: className, x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}
