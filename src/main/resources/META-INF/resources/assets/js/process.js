/** Checks which process answers. While none does, the page is dark and says what it still knows. */

import { now } from './clock.js';
import { buttonForm, element, seconds, setText } from './dom.js';
import { token } from './http.js';

const INTERVAL_MS = 2000;
const INTERVAL_WHILE_GONE_MS = 400;
const TIMEOUT_MS = 2000;
const BACK_NOTICE_MS = 20_000;

const list = document.querySelector('[data-notices]');
const still = matchMedia('(prefers-reduced-motion: reduce)');
let shown = '';
let process = list?.dataset.process;
let answered = now();
let killExpected = false;
let gone;
let timer;
let asking = false;

export function watchProcess() {
  if (!list) return;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener('processcheck', ask);
  document.addEventListener('noanswer', (event) => event.detail !== 'AbortError' && ask());
  schedule(INTERVAL_MS);
}

/** Says that the next request ends the process, so that a page without an answer may call it killed. */
export function expectKill() {
  killExpected = true;
}

/** Returns { at, killed } while no process answers, otherwise undefined. `at` is the time of the last answer. */
export function outage() {
  return gone;
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, ms);
}

async function ask() {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  const answer = await answerOf('/process');
  // A 503 comes from a live process, and one that waits for its database is alive. Dev mode answers 404 while it restarts.
  // An answer that breaks off says nothing: the next check does.
  if (answer?.ok) await answer.json().then(showAnswer, () => {});
  else if (answer?.status !== 503 && !(answer === null && (await answerOf('/q/health/live'))?.ok)) showGone();
  asking = false;
  schedule(gone ? INTERVAL_WHILE_GONE_MS : INTERVAL_MS);
}

/** Returns undefined if the connection was refused or lost, and null after a time-out. */
function answerOf(address) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store', signal }).catch((error) => (error.name === 'TimeoutError' ? null : undefined));
}

function showGone() {
  if (!gone) {
    gone = { at: killExpected ? now() : answered, killed: killExpected };
    light(() => (document.documentElement.dataset.process = 'gone'));
    document.querySelectorAll('.rack button').forEach((button) => (button.ariaDisabled = 'true'));
    cover();
    document.dispatchEvent(new CustomEvent('processgone', { detail: gone }));
  }
  setText(document.querySelector('[data-outage-age]') ?? element('p'), `${seconds(now() - gone.at)} ago.`);
}

/** Fades the whole page from one light to the other, where the browser can and the visitor likes it. */
function light(change) {
  if (!document.startViewTransition || still.matches) change();
  else document.startViewTransition(change).ready.catch(() => {});
}

/** Covers the page's bar with what is known. It stays as high as the bar. */
function cover() {
  const bar = document.querySelector('[data-outage-bar]');
  if (!bar) return announce('alarm', 'No process answers. Grey is what was true at the last answer.');
  const age = element('span', '', '');
  age.dataset.outageAge = '';
  age.ariaHidden = 'true';
  const sentence = element('span', '', 'Grey is what was true at the last answer, ', age);
  const line = element('div', 'outage', element('b', '', 'No process answers.'), sentence);
  line.role = 'status';
  bar.append(line);
}

function showAnswer(answer) {
  const before = process;
  process = answer.process;
  answered = now();
  if (gone) {
    gone = undefined;
    light(() => delete document.documentElement.dataset.process);
    document.querySelectorAll('.rack button').forEach((button) => (button.ariaDisabled = null));
    document.querySelectorAll('.outage').forEach((line) => line.remove());
    const which = before === process ? 'The same process answers.' : 'A new process answers: durable work continues, work in memory is lost.';
    announce('back', which);
    setTimeout(() => list.querySelector('[data-kind="back"]')?.remove(), BACK_NOTICE_MS);
    document.dispatchEvent(new CustomEvent('processback', { detail: { before, now: process } }));
    document.dispatchEvent(new Event('poll'));
  } else if (before && before !== process) {
    announce('back', 'A new process answers now: ', element('code', '', process));
    document.dispatchEvent(new CustomEvent('processback', { detail: { before, now: process } }));
  }
  if (before !== process) killExpected = false;
  document.dispatchEvent(new CustomEvent('processanswer', { detail: answer }));
  show(answer.notices);
}

/** Shows the script's own notice above those of the server, and replaces the previous one. */
function announce(kind, ...content) {
  list.querySelectorAll('[data-own]').forEach((old) => old.remove());
  if ('quiet' in list.dataset) return;
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
  return action && token() ? [buttonForm(action, 'Repair')] : [];
}
