/** How a stop of the tour shows what has come of it. */

export function showFigures(trial, figures) {
  const list = Object.assign(document.createElement('dl'), { className: 'tour-figures' });
  for (const [name, number] of Object.entries(figures)) {
    const pair = document.createElement('div');
    pair.append(element('dt', name), Object.assign(element('dd', number), { className: 'figure' }));
    list.append(pair);
  }
  trial.say(list);
}

/** How often it was asked for, how often done, and what came of it. */
export function showLedger(trial, { deliveries, attempts, effects }) {
  showFigures(trial, {
    [deliveries === 1 ? 'delivery' : 'deliveries']: deliveries,
    [attempts === 1 ? 'run' : 'runs']: attempts,
    [effects.what]: effects.count,
  });
}

/** The point of a stop, between what was before it and what comes of it. */
export function showNews(trial, sentence) {
  trial.say(Object.assign(element('h3', sentence), { className: 'tour-news' }));
}

/** A whole answer, for who wants to see it. */
export function showJson(trial, title, body) {
  const details = Object.assign(document.createElement('details'), { className: 'tour-answer' });
  details.append(element('summary', title), element('pre', JSON.stringify(body, null, 2)));
  trial.say(details);
  return details;
}

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
