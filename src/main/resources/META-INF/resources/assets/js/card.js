/** Shows a status in a card, like tags/workState.html, workReason.html and workJob.html. A card may lack some of their parts. */

import { now } from './clock.js';
import { buttonForm, duration, link, milliseconds, setText } from './dom.js';
import { isMoving } from './marks.js';
import { outage } from './process.js';
import { drawStrip } from './strip.js';

const WORDS = { done: 'complete', dead: 'failed', silent: 'lease out', asking: 'no answer yet', unanswered: 'no answer' };

const leaseMs = Number(document.documentElement.dataset.lease);
const shown = new WeakMap();

setInterval(countDown, 1000);
countDown();
for (const change of ['processgone', 'processback']) document.addEventListener(change, showStates);

export function showStatus(card, status) {
  shown.set(card, status);
  card.dataset.phase = status.phase;
  showPart(card, '[data-running]', (line) => showState(line, status));
  showReason(card, status);
  showPart(card, '[data-job]', (place) => showJob(place, status));
  showPart(card, '[data-retry]', (place) => showRetry(place, status.links.job === location.pathname ? undefined : status.links.retry));
  showPart(card, '[data-strip]', (strip) => drawStrip(strip, status));
  showPart(card, '.print', (print) => showPicture(print, status));
  if (!isMoving(status)) delete card.dataset.poll;
  showMessage(card, '');
  card.dispatchEvent(new CustomEvent('status', { detail: status, bubbles: true }));
}

export function showMessage(card, message) {
  text(card, 'message', message);
}

/** Stops polling this card's status. */
export function stopCard(card, reason) {
  delete card.dataset.poll;
  showMessage(card, reason);
}

function showStates() {
  for (const card of document.querySelectorAll('[data-card]')) if (shown.has(card)) showPart(card, '[data-running]', (line) => showState(line, shown.get(card)));
}

/** The time at which the lease of a silent process ends; at the latest, if no process confirms it. */
function leaseEnd(status) {
  const gone = outage();
  const held = gone && status.mode === 'durable' && status.phase === 'running';
  return status.leaseEndsAt ?? (held ? new Date(gone.at + leaseMs).toISOString() : undefined);
}

function showState(line, status) {
  const lease = leaseEnd(status);
  const state = lease ? 'silent' : status.phase;
  const mark = line.querySelector('[data-state]');
  mark.dataset.state = state;
  mark.querySelector('use').setAttribute('href', `#shape-${state}`);
  setText(line.querySelector('[data-text="phase"]'), state === 'running' ? line.dataset.running : (WORDS[state] ?? state));
  text(line, 'place', state === 'queued' && status.queuePosition ? `, #${status.queuePosition}` : '');
  text(line, 'figure', lease ? '' : (figure(status) ?? line.dataset.name));
  line.querySelector('[data-countdown]').dataset.countdown = lease ?? status.nextRetryAt ?? '';
  countDown();
}

/** The one number that matters now; undefined if the work has ended without a result. */
function figure({ phase, attempt, progress, acceptedAt, finishedAt }) {
  if (phase === 'queued') return '';
  if (phase === 'running') return progress.total > 1 ? `${progress.done} of ${progress.total}` : '';
  if (phase === 'retrying') return `attempt ${attempt + 1}`;
  if (phase !== 'done') return undefined;
  const total = duration(Date.parse(finishedAt) - Date.parse(acceptedAt));
  return attempt > 1 ? `${total}, attempt ${attempt}` : total;
}

/** While no process answers, a time is only a limit. */
function countDown() {
  const word = outage() ? 'within' : 'in';
  for (const place of document.querySelectorAll('[data-countdown]')) {
    const left = Math.ceil((Date.parse(place.dataset.countdown) - now()) / 1000);
    setText(place, left > 0 ? ` ${word} ${left} s` : '');
  }
}

function showReason(card, status) {
  const isLost = status.phase === 'lost';
  text(card, 'waiting', isLost ? '' : (status.waitingText ?? ''));
  text(card, 'waited', status.requestMs == null ? '' : `you waited ${milliseconds(status.requestMs)}`);
  text(card, 'warning', status.warning ?? '');
  text(card, 'error', status.error ?? '');
  showPart(card, '[data-error]', (error) => (error.hidden = !status.error || status.status === 'complete'));
  showPart(card, '[data-lost]', (lost) => {
    lost.hidden = !isLost;
    if (status.waitingFor) setText(lost, 'It is not known whether this was done.');
  });
}

function showJob(place, status) {
  const { job } = status.links;
  const answered = !['asking', 'unanswered'].includes(status.phase);
  if (!answered) place.hidden = true;
  if (!answered || place.dataset.shown === String(job)) return;
  place.dataset.shown = job;
  place.hidden = job === location.pathname;
  place.replaceChildren(job ? link(job, 'See the job') : 'No job was stored in this mode.');
}

/** The same form as in tags/workJob.html. */
function showRetry(place, address) {
  if (!address) return place.replaceChildren();
  if (place.querySelector('form')) return;
  const form = buttonForm(address, 'Retry');
  form.dataset.retryForm = '';
  place.replaceChildren(form);
}

/** The largest rendition is made first, so it can be shown as soon as one is done. */
function showPicture(print, status) {
  print.dataset.done = status.progress.done;
  const picture = print.querySelector('.print-picture');
  const image = picture.querySelector('img');
  if (status.progress.done > 0 && !image.hasAttribute('src')) image.src = picture.dataset.large;
  if (status.status === 'complete') picture.href = picture.dataset.large;
}

function text(root, name, value) {
  showPart(root, `[data-text="${name}"]`, (element) => {
    element.hidden = !value;
    setText(element, value);
  });
}

function showPart(root, selector, show) {
  const part = root.querySelector(selector);
  if (part) show(part);
}
