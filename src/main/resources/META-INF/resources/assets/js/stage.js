/** The first page: a click is timed by the browser itself, and the last one of each mode stays. */

import { showStatus, stopCard } from './card.js';
import { heard, now } from './clock.js';
import { refreshMenu } from './refresh.js';
import { isMoving } from './strip.js';
import { keep, kept, forget } from './stage-memory.js';
import { showTimeline } from './stage-timeline.js';
import { chosenMode, chooseByKeys } from './modes.js';

const EVERY_MS = 250;
const button = document.querySelector('[data-stage]');
const latest = new Map();

button.addEventListener('submit', (event) => {
  event.preventDefault();
  signSomeoneUp(chosenMode());
});
document.addEventListener('modechange', showChosen);
chooseByKeys(document.querySelector('[data-mode-keys]'));
for (const [mode, click] of kept()) {
  show(mode, click);
  follow(mode, click);
}

async function signSomeoneUp(mode) {
  const started = performance.now();
  const click = { asked: started };
  latest.set(mode, click);
  show(mode, { status: unanswered(mode, started), rows: [] });
  try {
    const answer = await fetch('/stage', { method: 'POST', headers: headers(mode) });
    const waited = Math.round(performance.now() - started);
    if (latest.get(mode) !== click) return;
    const body = await answer.json();
    const status = answer.ok ? body : await look(body.instance);
    if (!status) throw new Error(body.detail);
    offerMore();
    Object.assign(click, { url: status.links.self, waited, status: { ...status, requestMs: waited }, rows: [] });
    show(mode, click);
    follow(mode, click);
  } catch {
    if (latest.get(mode) !== click) return;
    const requestMs = Math.round(performance.now() - started);
    show(mode, { status: { ...unanswered(mode), status: 'none', phase: 'unanswered', requestMs }, rows: [] });
    stopCard(row(mode), 'The process is gone. Press again when it is back.');
  }
}

/** Asks what has become of it, until nothing will move it any more or a later click takes its place. */
async function follow(mode, click) {
  latest.set(mode, click);
  for (;;) {
    const status = await look(click.url).catch(() => undefined);
    if (latest.get(mode) !== click) return;
    if (status === null) return stopCard(row(mode), 'This visitor has been forgotten.');
    if (status) {
      click.status = { ...status, requestMs: click.waited };
      click.rows = (status.links.job && (await look(click.url.replace('/status', '/timeline')).catch(() => null))) || click.rows;
      show(mode, click);
      keep(mode, click);
      if (!isMoving(status)) return;
    }
    await new Promise((resume) => setTimeout(resume, EVERY_MS));
  }
}

/** Null where there is nothing any more. */
async function look(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  heard(answer.headers.get('Date'));
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function show(mode, click) {
  showStatus(row(mode), click.status);
  showTimeline(row(mode).querySelector('[data-timeline]'), click.rows);
}

/** Its milliseconds run while nobody answers. */
function unanswered(mode, started = 0) {
  return {
    mode,
    status: 'processing',
    phase: 'asking',
    attempt: 0,
    progress: { done: 0, total: 1 },
    acceptedAt: new Date(now()).toISOString(),
    links: {},
    get requestMs() {
      return performance.now() - started;
    },
  };
}

/** Who has clicked is somebody now, also in the menu. */
async function offerMore() {
  const hints = [...document.querySelectorAll('[data-next]')];
  if (hints.every((hint) => hint.hidden === (hint.dataset.next === 'before'))) return;
  for (const hint of hints) hint.hidden = hint.dataset.next === 'before';
  await refreshMenu().catch(() => {});
}

const row = (mode) => document.querySelector(`[data-stage-row="${mode}"]`);

function showChosen() {
  button.querySelector('.stage-button-mode').textContent = chosenMode();
  for (const one of document.querySelectorAll('[data-stage-row]')) {
    one.toggleAttribute('data-chosen', one.dataset.stageRow === chosenMode());
  }
}

function headers(mode) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  return { Accept: 'application/json', 'X-CSRF-TOKEN': token, 'Dispatch-Mode': mode };
}

document.querySelector('[data-stage-reset]').addEventListener('submit', forget);
