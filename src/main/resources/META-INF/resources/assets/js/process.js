/** Checks which process answers, and updates the notices of the page. */

import { element, milliseconds, postForm } from './dom.js';
import { get, token } from './http.js';

const INTERVAL_MS = 2000;
const INTERVAL_WHILE_GONE_MS = 200;
const TIMEOUT_MS = 2500;
const BACK_NOTICE_MS = 20_000;

const list = document.querySelector('[data-notices]');
let shown = '';
let process = list?.dataset.process;
let gone;
let timer;

export function watchProcess() {
  if (!list) return;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener('processcheck', ask);
  schedule(INTERVAL_MS);
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, ms);
}

async function ask() {
  clearTimeout(timer);
  const asked = performance.now();
  try {
    const answer = await get('/process', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    // A 503 comes from a live process. Other errors come from dev mode while it restarts.
    if (answer.ok) showAnswer(await answer.json());
    else if (answer.status !== 503) showGone(asked);
  } catch {
    showGone(asked);
  }
  schedule(gone ? INTERVAL_WHILE_GONE_MS : INTERVAL_MS);
}

function showGone(asked) {
  if (gone) return;
  const counter = element('b', 'figure');
  counter.ariaHidden = 'true';
  gone = { since: asked, counter };
  announce('alarm', 'The process is gone. No answer for ', counter, '. This page reconnects by itself.');
  requestAnimationFrame(count);
}

function count() {
  if (!gone) return;
  gone.counter.textContent = milliseconds(performance.now() - gone.since);
  requestAnimationFrame(count);
}

function showAnswer(answer) {
  const before = process;
  process = answer.process;
  if (gone) {
    const after = milliseconds(performance.now() - gone.since);
    gone = undefined;
    const which = before === process ? 'The same process answers.' : 'Another process answers: durable work continues, work in memory is lost.';
    announce('back', `Back after ${after}. ${which}`);
    setTimeout(() => list.querySelector('[data-kind="back"]')?.remove(), BACK_NOTICE_MS);
  } else if (before && before !== process) {
    announce('back', 'Another process answers now: ', element('code', '', process));
  }
  show(answer.notices);
}

/** Shows the script's own notice above those of the server, and replaces the previous one. */
function announce(kind, ...content) {
  list.querySelectorAll('[data-own]').forEach((old) => old.remove());
  const line = notice(kind, ...content);
  line.dataset.own = '';
  list.prepend(line);
}

function show(notices) {
  const now = JSON.stringify(notices);
  if (now === shown) return;
  shown = now;
  list.querySelectorAll('li:not([data-own])').forEach((old) => old.remove());
  list.append(...notices.map((one) => notice(one.kind, one.text, ...repairForm(one.repairAction))));
}

function notice(kind, ...content) {
  const line = element('li', 'notice-line');
  line.dataset.kind = kind;
  const isForm = (part) => part.tagName === 'FORM';
  line.append(element('p', '', ...content.filter((part) => !isForm(part))), ...content.filter(isForm));
  return line;
}

/** The same form as in notices.html. */
function repairForm(action) {
  return action && token() ? [postForm(action, 'Repair')] : [];
}
