/** The rack of the stage: which process answers, how long it has been up, and what is broken. */

import { element, setText } from './dom.js';
import { getPage, parsePage, postForm } from './http.js';
import { outage } from './process.js';

const line = document.querySelector('[data-process-line]');
const mail = document.querySelector('[data-mail]');
const kill = document.querySelector('[data-kill] button');
let process = { pid: line.dataset.pid, upSeconds: null };
let broken;

export function isMailDown() {
  return mail?.querySelector('button').ariaPressed === 'true';
}

export function processId() {
  return process.pid;
}

/** @param changed is called when the mail server was broken or repaired */
export function watchRack(changed) {
  document.addEventListener('processanswer', async ({ detail }) => {
    if (process.pid !== detail.pid) setTimeout(changed);
    process = detail;
    showProcess();
    const text = detail.notices.find(({ kind }) => kind === 'broken')?.text;
    if (text === broken) return;
    broken = text;
    await getPage('/stage').then(showFaults).then(changed, () => {});
  });
  mail?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (outage()) return;
    const page = postForm(mail, undefined, { headers: { Accept: 'text/html' } }).then(parsePage);
    await page.then(showFaults).then(changed, () => {});
  });
}

export function showProcess() {
  const gone = outage();
  if (kill) setText(kill, gone?.killed ? 'Process killed' : 'Kill the process');
  const name = process.pid ? `Process ${process.pid}` : 'The process';
  const faults = Number(line.dataset.faults ?? 0);
  if (gone) {
    const next = 'restarts' in line.dataset ? 'a new one is starting' : 'start it again yourself';
    show(`${name} ${gone.killed ? 'is gone' : 'does not answer'}`, '', gone.killed ? next : '');
  } else if (faults > 0) {
    show(faults === 1 ? '1 fault is armed' : `${faults} faults are armed`, '', `${name.replace('P', 'p')} answers`);
  } else {
    show(name, ' answers', process.upSeconds == null ? '\u00a0' : `up ${words(process.upSeconds)}`);
  }
  line.toggleAttribute('data-armed', !gone && faults > 0);
}

function show(strong, rest, second) {
  const text = [strong, rest, second].join();
  if (line.dataset.shown === text) return;
  line.dataset.shown = text;
  line.replaceChildren(element('b', '', strong), rest, element('br'), second);
}

/** Takes the switch of the mail server and the number of faults from the page as it is now. */
function showFaults(page) {
  line.dataset.faults = page.querySelector('[data-process-line]').dataset.faults;
  const fresh = page.querySelector('[data-mail]');
  mail.action = fresh.action;
  const button = mail.querySelector('button');
  button.ariaPressed = fresh.querySelector('button').ariaPressed;
  button.replaceChildren(...fresh.querySelector('button').childNodes);
  showProcess();
}

function words(seconds) {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
