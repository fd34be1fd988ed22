/** Reloads parts of the page where a status does not contain the whole change. */

import { getPage } from './http.js';
import { showMoments } from './moments.js';

/** Replaces the main part and keeps the focus. */
export async function refresh() {
  const page = await getPage(location.href);
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

/** Replaces the menu after a sign-up. */
export async function refreshMenu() {
  const page = await getPage(location.href);
  for (const part of MENU) document.querySelector(part).replaceWith(page.querySelector(part));
}

const MENU = ['.masthead-row > .nav', '.account'];
const FOCUSABLE = 'a[href], button, input, summary';
