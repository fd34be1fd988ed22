/** Looks again at a page that shows what is going on, until somebody says pause; not while nobody looks. */

import { refresh } from './refresh.js';

const EVERY_MS = 2000;
let paused = false;
let timer;

export function keepLive() {
  if (!button()) return;
  document.addEventListener('visibilitychange', schedule);
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-live]')) return;
    paused = !paused;
    showButton();
    document.querySelector('[data-live-says]').textContent = paused ? 'This page stands still.' : 'This page looks again every two seconds.';
    schedule();
  });
  showButton();
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (!paused && !document.hidden) timer = setTimeout(look, EVERY_MS);
}

async function look() {
  const selecting = !getSelection().isCollapsed;
  if (!selecting) await refresh().catch(() => {});
  showButton();
  schedule();
}

function showButton() {
  button().hidden = false;
  button().textContent = paused ? 'Go on' : 'Pause';
  button().ariaPressed = String(paused);
}

function button() {
  return document.querySelector('[data-live]');
}
