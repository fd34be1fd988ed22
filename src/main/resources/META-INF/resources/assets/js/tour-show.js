/** Shows the results of a stop of the tour. */

import { element } from './dom.js';

export function showFigures(trial, figures) {
  const pairs = Object.entries(figures).map(([name, number]) =>
    element('div', '', element('dt', '', name), element('dd', 'figure', String(number))),
  );
  trial.addLine(element('dl', 'tour-figures', ...pairs));
}

/** Refused deliveries, runs and effects of one job. */
export function showLedger(trial, { refused, attempts, effects }) {
  showFigures(trial, {
    [refused === 1 ? 'refused delivery' : 'refused deliveries']: refused,
    [attempts === 1 ? 'run' : 'runs']: attempts,
    [effects.what]: effects.count,
  });
}

/** A sentence between two steps. */
export function showNotice(trial, sentence) {
  trial.addLine(element('h3', 'tour-notice', sentence));
}

/** A whole response, folded. */
export function showJson(trial, title, body) {
  const details = element('details', 'tour-answer', element('summary', '', title), element('pre', '', JSON.stringify(body, null, 2)));
  trial.addLine(details);
  return details;
}
