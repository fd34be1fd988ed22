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

export function showJson(trial, title, body) {
  trial.say(element('h3', title), element('pre', JSON.stringify(body, null, 2)));
}

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
