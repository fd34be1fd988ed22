/** The steps of a job in one line, like account/stage.html. */

import { element } from './dom.js';

export function showTimeline(list, rows) {
  const steps = rows.map((row) => `${row.sinceStartMs} ${row.step}`).join();
  if (list.dataset.steps === steps) return;
  list.dataset.steps = steps;
  list.replaceChildren(...rows.map(step));
}

function step(row) {
  return element('li', '', `${row.step} `, element('b', '', `${row.sinceStartMs.toLocaleString('en')} ms`));
}
