/** Runs the steps of a stop of the tour, and shows the results below its button. */

import { showStatus } from './card.js';
import { element } from './dom.js';
import { follow } from './poller.js';
import { STEPS } from './tour-steps.js';

const INTERVAL_MS = 300;
const copyOf = (name) => document.querySelector(`[data-${name}-template]`).content.firstElementChild.cloneNode(true);

document.addEventListener('submit', async (event) => {
  const { target: form } = event;
  if (!('try' in form.dataset)) return;
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const list = form.querySelector('[data-steps]');
  list.replaceChildren();
  const trial = { finished: [], addLine: (...content) => addLine(list, ...content), addStrip: (title) => addStrip(list, title), watch };
  try {
    for (const step of form.dataset.try.split(' ')) {
      const [name, ...details] = step.split(':');
      await STEPS[name](trial, ...details);
    }
    await Promise.all(trial.finished);
  } catch (error) {
    addLine(list, error.message);
  }
  button.disabled = false;
});

function addLine(list, ...content) {
  list.append(element('li', '', ...content));
}

/** Adds a strip for a click, above the axis that all share. */
function addStrip(list, title) {
  const card = copyOf('strip');
  card.querySelector('h3').textContent = title;
  list.append(card, list.querySelector('.tour-axis') ?? copyOf('axis'));
  return card;
}

/** Returns the final status, and the phases before it. The process may die meanwhile. */
async function watch(card, url, waited) {
  const phases = [];
  let last;
  await follow(url, INTERVAL_MS, async (status) => {
    if (!status) return;
    if (phases.at(-1) !== status.phase) phases.push(status.phase);
    last = status;
    showStatus(card, waited === undefined ? status : { ...status, requestMs: waited });
  });
  return { ...last, phases };
}
