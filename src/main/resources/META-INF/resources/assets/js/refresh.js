/** Reloads parts of the page where a status does not contain the whole change, and keeps focus and selection. */

import { showMoments } from './clock.js';
import { getPage } from './http.js';

const INTERVAL_MS = 2000;
const FOCUSABLE = 'a[href], button, input, select, summary';
const ACCOUNT = ['.account-button', '.account-menu'];
let timer;
let paused = false;

/** Replaces the live parts of the page, or its main part if it has none. */
export async function refresh() {
  const page = await getPage(location.href);
  const parts = document.querySelectorAll('[data-live-part]').length ? '[data-live-part]' : 'main';
  const fresh = [...page.querySelectorAll(parts)];
  const old = [...document.querySelectorAll(parts)];
  // A part that is gone, such as the queue of a job that runs now, has no successor.
  const named = (one) => fresh.find((other) => other.dataset.livePart === one.dataset.livePart);
  const successor = (one, i) => (fresh.length === old.length ? fresh[i] : named(one));
  const focus = old.map((one, i) => (successor(one, i) ? replace(one, successor(one, i)) : one.remove()));
  document.querySelector('.waited')?.replaceWith(page.querySelector('.waited') ?? '');
  document.dispatchEvent(new Event('poll'));
  document.dispatchEvent(new Event('refreshed'));
  // After the listeners, which show what only scripts can use.
  focus.forEach((restore) => restore?.());
}

/** Replaces the menu of the account after a sign-up. */
export async function refreshMenu() {
  const page = await getPage(location.href);
  for (const part of ACCOUNT) document.querySelector(part).replaceWith(page.querySelector(part));
}

/** Refreshes a page with live parts every two seconds, unless it is paused or hidden, or a text is selected. */
export function keepLive() {
  if (!document.querySelector('[data-live-part]')) return;
  document.addEventListener('visibilitychange', schedule);
  document.querySelectorAll('[data-live]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => pausePage(button, !paused));
  });
  schedule();
}

function pausePage(button, pause) {
  paused = pause;
  button.toggleAttribute('data-paused', paused);
  button.textContent = paused ? 'paused' : 'live';
  button.ariaLabel = paused ? 'paused: resume this page' : 'live: pause this page';
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (paused || document.hidden) return;
  timer = setTimeout(async () => {
    if (getSelection().isCollapsed && !document.querySelector('[data-live-part="off"]')) await refresh().catch(() => {});
    schedule();
  }, INTERVAL_MS);
}

/** Returns a function that moves the focus to the element that had it. */
function replace(old, fresh) {
  const keyed = (one) => one.id || one.getAttribute('href') || (one.name && `${one.name}=${one.value}`) || one.ariaLabel || one.textContent;
  const focused = old.contains(document.activeElement) && keyed(document.activeElement);
  const same = [...old.querySelectorAll(FOCUSABLE)].filter((one) => keyed(one) === focused).indexOf(document.activeElement);
  const checked = [...old.querySelectorAll('input:checked')].map(keyed);
  const opened = [...old.querySelectorAll('details')].map((one) => one.open);
  fresh.querySelectorAll('details').forEach((one, i) => (one.open = opened[i] ?? one.open));
  fresh.querySelectorAll('input[type="checkbox"]').forEach((one) => (one.checked = checked.includes(keyed(one))));
  showMoments(fresh);
  old.replaceWith(fresh);
  return () => focused && [...fresh.querySelectorAll(FOCUSABLE)].filter((one) => keyed(one) === focused)[same]?.focus({ preventScroll: true });
}
