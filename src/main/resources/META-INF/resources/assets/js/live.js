/** Refreshes a live page, unless it is paused or hidden. */

import { refresh } from './refresh.js';

const INTERVAL_MS = 2000;
let paused = false;
let timer;

export function keepLive() {
  if (!button()) return;
  document.addEventListener('visibilitychange', schedule);
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-live]')) return;
    paused = !paused;
    show();
    schedule();
  });
  show();
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (!paused && !document.hidden) timer = setTimeout(refreshUnlessSelecting, INTERVAL_MS);
}

async function refreshUnlessSelecting() {
  const selecting = !getSelection().isCollapsed;
  if (!selecting) await refresh().catch(() => {});
  show();
  schedule();
}

function show() {
  const mark = document.querySelector('[data-live-mark]');
  mark.hidden = button().hidden = false;
  mark.textContent = paused ? 'paused' : 'live';
  mark.toggleAttribute('data-paused', paused);
  button().textContent = paused ? 'Resume this page' : 'Pause this page';
}

function button() {
  return document.querySelector('[data-live]');
}
