/** Feels whether the process behind the page is there, whether it is still the same one, and what every page says now. */

const EACH_MS = 2000;
const SOON_MS = 250;
const PATIENCE_MS = 4000;

let process;
let goneSince;
let timer;
let shown = '';

export function feelPulse() {
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : feel()));
  schedule(EACH_MS);
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(feel, ms);
}

async function feel() {
  const asked = performance.now();
  try {
    const answer = await fetch('/pulse', { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(answer.status);
    heard(await answer.json());
    schedule(EACH_MS);
  } catch {
    goneSince ??= asked;
    show([gone()]);
    schedule(SOON_MS);
  }
}

function heard(pulse) {
  const lines = [...pulse.notices];
  if (goneSince !== undefined) lines.unshift(back(pulse.process));
  goneSince = undefined;
  process = pulse.process;
  show(lines);
}

function gone() {
  return { kind: 'alarm', text: `${process ?? 'The process'} is gone. Waiting for another one…`, since: goneSince };
}

function back(name) {
  const ms = Math.round(performance.now() - goneSince).toLocaleString('en');
  const who = name === process ? 'The same process answers again' : `Another process answers: ${name}`;
  return { kind: 'back', text: `Back after ${ms} ms. ${who}.` };
}

/** Leaves the list alone while it says the same: a screen reader would say it again. */
function show(lines) {
  const list = document.querySelector('[data-notices]');
  const text = JSON.stringify(lines);
  if (!list || text === shown) return;
  shown = text;
  list.replaceChildren(...lines.map(line));
}

function line(notice) {
  const item = document.createElement('li');
  item.className = 'notice-line';
  item.dataset.kind = notice.kind;
  const says = document.createElement('p');
  says.textContent = notice.text;
  item.append(says);
  const token = document.querySelector('meta[name=csrf-token]')?.content;
  if (notice.mend && token) item.append(mend(notice.mend, token));
  return item;
}

function mend(address, secret) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  const token = document.createElement('input');
  token.type = 'hidden';
  token.name = 'csrf-token';
  token.value = secret;
  const button = document.createElement('button');
  button.textContent = 'Make it right again';
  form.append(token, button);
  return form;
}
