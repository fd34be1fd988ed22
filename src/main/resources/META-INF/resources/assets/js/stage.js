/** The first page: the browser times each click and shows the last one of each mode. */

import { showStatus, stopCard } from './card.js';
import { now } from './clock.js';
import { isAccepted, post } from './http.js';
import { follow, getStatus } from './poller.js';
import { refreshMenu } from './refresh.js';
import { saveClick, savedClicks, clearClicks } from './stage-memory.js';
import { showTimeline } from './stage-timeline.js';
import { chosenMode, chooseByKeys } from './modes.js';

const INTERVAL_MS = 250;
const button = document.querySelector('[data-stage]');
const latest = new Map();

button.addEventListener('submit', (event) => {
  event.preventDefault();
  signUpGuest(chosenMode());
});
document.addEventListener('modechange', showChosen);
chooseByKeys(document.querySelector('[data-mode-keys]'));
for (const [mode, click] of savedClicks()) {
  show(mode, click);
  watch(mode, click);
}

async function signUpGuest(mode) {
  const started = performance.now();
  const click = { asked: started };
  latest.set(mode, click);
  show(mode, { status: unanswered(mode, started), rows: [] });
  try {
    const answer = await post('/stage', { headers: { 'Dispatch-Mode': mode } });
    const waited = Math.round(performance.now() - started);
    if (latest.get(mode) !== click) return;
    const body = await answer.json();
    const status = answer.ok ? body : isAccepted(body) && (await getStatus(body.instance));
    if (!status) throw new Error(body.detail);
    showSignedIn();
    Object.assign(click, { url: status.links.self, waited, status: { ...status, requestMs: waited }, rows: [] });
    show(mode, click);
    watch(mode, click);
  } catch {
    if (latest.get(mode) !== click) return;
    const requestMs = Math.round(performance.now() - started);
    show(mode, { status: { ...unanswered(mode), status: 'none', phase: 'unanswered', requestMs }, rows: [] });
    stopCard(row(mode), 'The process did not answer. Click again when it is back.');
  }
}

/** Shows the click's status until it is final or a later click replaces it. */
function watch(mode, click) {
  latest.set(mode, click);
  return follow(click.url, INTERVAL_MS, async (status) => {
    const rows = status?.links.job && (await getStatus(click.url.replace('/status', '/timeline')).catch(() => null));
    if (latest.get(mode) !== click) return true;
    if (status === null) stopCard(row(mode), 'This guest has been deleted.');
    if (!status) return false;
    click.status = { ...status, requestMs: click.waited };
    click.rows = rows || click.rows;
    show(mode, click);
    saveClick(mode, click);
    return false;
  });
}

function show(mode, click) {
  showStatus(row(mode), click.status);
  showTimeline(row(mode).querySelector('[data-timeline]'), click.rows);
}

/** The status of a click without a response: its milliseconds continue to count. */
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

/** Shows the menu and the hints of a signed-in guest after the first click. */
async function showSignedIn() {
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

document.querySelector('[data-stage-reset]').addEventListener('submit', clearClicks);
