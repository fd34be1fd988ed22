/** Hears whether the process behind the page lives and which one it is, and shows what all pages must say now. */

const EVERY_MS = 2000;
const WHILE_GONE_MS = 200;
const PATIENCE_MS = 2500;
const BACK_FOR_MS = 20_000;

const list = document.querySelector('[data-notices]');
let said = '';
let process = list?.dataset.process;
let gone;
let timer;

export function watchPulse() {
  if (!list) return;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener('pulse', ask);
  schedule(EVERY_MS);
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, ms);
}

async function ask() {
  clearTimeout(timer);
  const asked = performance.now();
  try {
    const answer = await fetch('/process', { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE_MS) });
    // Who asks for patience is alive; anything else comes from a process between its death and its return, in dev mode.
    if (answer.ok) hear(await answer.json());
    else if (answer.status !== 503) miss(asked);
  } catch {
    miss(asked);
  }
  schedule(gone ? WHILE_GONE_MS : EVERY_MS);
}

function miss(asked) {
  if (gone) return;
  const counter = element('b', 'figure', '');
  counter.ariaHidden = 'true';
  gone = { since: asked, counter };
  tell('alarm', 'The process is gone. No answer for ', counter, ': this page asks until one comes.');
  requestAnimationFrame(count);
}

function count() {
  if (!gone) return;
  gone.counter.textContent = milliseconds(performance.now() - gone.since);
  requestAnimationFrame(count);
}

function hear(pulse) {
  const before = process;
  process = pulse.process;
  if (gone) {
    const after = milliseconds(performance.now() - gone.since);
    gone = undefined;
    const who = before === process ? 'The same process answers.' : 'Another process answers: durable work goes on, what was in memory is lost.';
    tell('back', `Back after ${after}. ${who}`);
    setTimeout(() => list.querySelector('[data-kind="back"]')?.remove(), BACK_FOR_MS);
  } else if (before && before !== process) {
    tell('back', 'Another process answers now: ', element('code', '', process));
  }
  show(pulse.notices);
}

/** What this page has found out itself stands above what the server says, one thing at a time. */
function tell(kind, ...content) {
  list.querySelectorAll('[data-own]').forEach((old) => old.remove());
  const line = notice(kind, ...content);
  line.dataset.own = '';
  list.prepend(line);
}

function show(notices) {
  const now = JSON.stringify(notices);
  if (now === said) return;
  said = now;
  list.querySelectorAll('li:not([data-own])').forEach((old) => old.remove());
  list.append(...notices.map((one) => notice(one.kind, one.text, ...mending(one.repairAction))));
}

function notice(kind, ...content) {
  const line = element('li', 'notice-line', '');
  line.dataset.kind = kind;
  const text = element('p', '', '');
  text.append(...content.filter((part) => part.tagName !== 'FORM'));
  line.append(text, ...content.filter((part) => part.tagName === 'FORM'));
  return line;
}

/** The same form as in layout.html. */
function mending(action) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (!action || !token) return [];
  const form = element('form', '', '');
  form.method = 'post';
  form.action = action;
  const hidden = element('input', '', '');
  Object.assign(hidden, { type: 'hidden', name: 'csrf-token', value: token });
  form.append(hidden, element('button', '', 'Repair'));
  return [form];
}

function milliseconds(ms) {
  return `${Math.round(ms).toLocaleString('en')} ms`;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
