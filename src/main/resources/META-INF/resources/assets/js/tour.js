/** Does what a stop of the tour says, step by step, and shows under its button what becomes of it. */

import { showStatus } from './card.js';
import { heard } from './clock.js';
import { isMoving } from './strip.js';
import { STEPS } from './tour-steps.js';

const EVERY_MS = 300;
const copyOf = (name) => document.querySelector(`[data-${name}-template]`).content.firstElementChild.cloneNode(true);

document.addEventListener('submit', async (event) => {
  const { target: form } = event;
  if (!('try' in form.dataset)) return;
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const list = form.querySelector('[data-steps]');
  list.replaceChildren();
  const trial = { finished: [], say: (...content) => say(list, ...content), strip: (title) => strip(list, title), follow };
  try {
    for (const step of form.dataset.try.split(' ')) {
      const [name, ...details] = step.split(':');
      await STEPS[name](trial, ...details);
    }
    await Promise.all(trial.finished);
  } catch (error) {
    say(list, error.message);
  }
  button.disabled = false;
});

function say(list, ...content) {
  const item = document.createElement('li');
  item.append(...content);
  list.append(item);
}

/** A strip of its own for each click; below the last of them their axis. */
function strip(list, title) {
  const card = copyOf('strip');
  card.querySelector('h3').textContent = title;
  list.append(card, list.querySelector('.tour-axis') ?? copyOf('axis'));
  return card;
}

/** Until nothing will move it any more; the process may die meanwhile. */
async function follow(card, url, waited) {
  const phases = [];
  for (;;) {
    const status = await look(url).catch(() => undefined);
    if (status) {
      if (phases.at(-1) !== status.phase) phases.push(status.phase);
      showStatus(card, waited === undefined ? status : { ...status, requestMs: waited });
      if (!isMoving(status)) return { ...status, phases };
    }
    await new Promise((resume) => setTimeout(resume, EVERY_MS));
  }
}

async function look(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' }, cache: 'no-cache' });
  heard(answer.headers.get('Date'));
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}
