/** Fetches the page again and exchanges a part of it, where more has changed than a status tells. */

import { showMoments } from './moments.js';

/** Its main part, without losing the focus. */
export async function refresh() {
  const page = await fetchAgain();
  if (!page) return;
  const old = document.querySelector('main');
  const fresh = page.querySelector('main');
  document.querySelector('.waited').replaceWith(page.querySelector('.waited'));
  const focused = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const opened = [...old.querySelectorAll('details')].map((one) => one.open);
  fresh.querySelectorAll('details').forEach((one, i) => (one.open = opened[i] ?? false));
  showMoments(fresh);
  old.replaceWith(fresh);
  document.dispatchEvent(new Event('poll'));
  fresh.querySelectorAll(FOCUSABLE)[focused]?.focus({ preventScroll: true });
}

/** Who is signed in has another menu. */
export async function refreshMenu() {
  const page = await fetchAgain();
  for (const part of page ? MENU : []) document.querySelector(part).replaceWith(page.querySelector(part));
}

async function fetchAgain() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
}

const MENU = ['.masthead-row > .nav', '.account'];
const FOCUSABLE = 'a[href], button, input, summary';
