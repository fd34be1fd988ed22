/** Fetches the page again and exchanges its main part, where more has changed than a status tells. */

import { showMoments } from './moments.js';

export async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
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

const FOCUSABLE = 'a[href], button, input, summary';
