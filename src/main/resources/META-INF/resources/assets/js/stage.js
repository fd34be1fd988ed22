/** The first page: the browser times each click and shows the last one of each mode. */

import { showStatus, stopCard } from './card.js';
import { now } from './clock.js';
import { isKept, post } from './http.js';
import { follow, look } from './poller.js';
import { refreshMenu } from './refresh.js';
import { keep, kept, forget } from './stage-memory.js';
import { showTimeline } from './stage-timeline.js';
import { chosenMode, chooseByKeys } from './modes.js';

const INTERVAL_MS = 250;
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
  watch(mode, click);
}

async function signSomeoneUp(mode) {
  const started = performance.now();
  const click = { asked: started };
  latest.set(mode, click);
  show(mode, { status: unanswered(mode, started), rows: [] });
  try {
    const answer = await post('/stage', { headers: { 'Dispatch-Mode': mode } });
    const waited = Math.round(performance.now() - started);
    if (latest.get(mode) !== click) return;
    const body = await answer.json();
    const status = answer.ok ? body : isKept(body) && (await look(body.instance));
    if (!status) throw new Error(body.detail);
    offerMore();
    Object.assign(click, { url: status.links.self, waited, status: { ...status, requestMs: waited }, rows: [] });
    show(mode, click);
    watch(mode, click);
  } catch {
    if (latest.get(mode) !== click) return;
    const requestMs = Math.round(performance.now() - started);
    show(mode, { status: { ...unanswered(mode), status: 'none', phase: 'unanswered', requestMs }, rows: [] });
    stopCard(row(mode), 'The process is gone. Click again when it is back.');
  }
}

/** Shows the click's status until it is final or a later click replaces it. */
function watch(mode, click) {
  latest.set(mode, click);
  return follow(click.url, INTERVAL_MS, async (status) => {
    const rows = status?.links.job && (await look(click.url.replace('/status', '/timeline')).catch(() => null));
    if (latest.get(mode) !== click) return true;
    if (status === null) stopCard(row(mode), 'This guest has been deleted.');
    if (!status) return false;
    click.status = { ...status, requestMs: click.waited };
    click.rows = rows || click.rows;
    show(mode, click);
    keep(mode, click);
    return false;
  });
}

function show(mode, click) {
  showStatus(row(mode), click.status);
  showTimeline(row(mode).querySelector('[data-timeline]'), click.rows);
}

/** The status of a click without a response: its milliseconds keep running. */
function unanswered(mode, started = 0) {
  return {
    mode,
    status: 'processing',
    phase: 'asking',
    workText: 'no answer',
    attempt: 0,
    progress: { done: 0, total: 1 },
    acceptedAt: new Date(now()).toISOString(),
    links: {},
    get requestMs() {
      return performance.now() - started;
    },
  };
}

/** The first click signs a guest up: the menu changes. */
async function offerMore() {
  if (document.querySelector('[data-next="before"]').hidden) return;
  for (const hint of document.querySelectorAll('[data-next]')) hint.hidden = hint.dataset.next === 'before';
  await refreshMenu().catch(() => {});
}

function row(mode) {
  return document.querySelector(`[data-stage-row="${mode}"]`);
}

function showChosen() {
  button.querySelector('.stage-button-mode').textContent = chosenMode();
  for (const one of document.querySelectorAll('[data-stage-row]')) one.toggleAttribute('data-chosen', one.dataset.stageRow === chosenMode());
}

document.querySelector('[data-stage-reset]').addEventListener('submit', forget);
